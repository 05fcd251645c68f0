import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { batchTaskCrd } from "../../src/crd/batchtask.ts";
import type { Output } from "../../src/crd/outputs.ts";
import { policyCrd } from "../../src/crd/batchtaskpolicy.ts";
import { formPolicy } from "../../src/form/policy.ts";
import { loadVendored } from "../../src/crd/vendor/load.ts";
import {
  denyPolicy,
  fencePolicy,
  rightsPolicy,
  warnPolicy,
} from "../../src/guardrails/admission/policies.ts";
import { clampJobsPolicy } from "../../src/guardrails/admission/clamp-jobs.ts";
import { denyJobsPolicy, warnJobsPolicy } from "../../src/guardrails/admission/job-policies.ts";
import { chartFile } from "./chart-file.ts";
import { chartPage, chartReadme } from "./pages.ts";
import { jsonSchema } from "./schema.ts";
import { crdTemplate, objectsTemplate } from "./template.ts";
import { valuesFile } from "./values-file.ts";

const root = join(import.meta.dirname, "../..");
const ADMISSION = {
  form: formPolicy,
  policy: denyPolicy,
  warnings: warnPolicy,
  rights: rightsPolicy,
  fence: fencePolicy,
};

/** The same policies for Jobs and CronJobs of other tools. */
const OF_JOBS = "and .Values.admission.enabled .Values.admission.jobs";
/** What the cluster must have for the one that changes them: Kubernetes 1.36. */
const MUTATING = '(.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy")';
const ADMISSION_OF_JOBS = {
  "jobs-policy": { objects: denyJobsPolicy, condition: OF_JOBS },
  "jobs-warnings": { objects: warnJobsPolicy, condition: OF_JOBS },
  "jobs-clamp": { objects: clampJobsPolicy, condition: `${OF_JOBS} ${MUTATING}` },
};

/** What the chart's templates load, as the folder deploy/observability has it. */
const COPIES = ["rules.yaml", "dashboard.json"];

/** Every file of the chart that is generated, and its reference page. */
export function chartOutputs(): Output[] {
  const chart = "deploy/chart";
  return [
    { path: `${chart}/Chart.yaml`, text: chartFile() },
    { path: `${chart}/values.yaml`, text: valuesFile() },
    { path: `${chart}/values.schema.json`, text: `${JSON.stringify(jsonSchema(), undefined, 2)}\n` },
    { path: `${chart}/README.md`, text: chartReadme() },
    { path: "docs/reference/chart.md", text: chartPage() },
    { path: `${chart}/templates/crds/batchtasks.yaml`, text: crdTemplate(batchTaskCrd(loadVendored())) },
    { path: `${chart}/templates/crds/batchtaskpolicies.yaml`, text: crdTemplate(policyCrd()) },
    ...Object.entries(ADMISSION).map(([name, objects]) => ({
      path: `${chart}/templates/admission/${name}.yaml`,
      text: objectsTemplate(objects(), ".Values.admission.enabled"),
    })),
    ...Object.entries(ADMISSION_OF_JOBS).map(([name, { objects, condition }]) => ({
      path: `${chart}/templates/admission/${name}.yaml`,
      text: objectsTemplate(objects(), condition),
    })),
    ...COPIES.flatMap((name) => copy(`deploy/observability/${name}`, `${chart}/files/${name}`)),
  ];
}

function copy(from: string, path: string): Output[] {
  const file = join(root, from);
  return existsSync(file) ? [{ path, text: readFileSync(file, "utf8") }] : [];
}
