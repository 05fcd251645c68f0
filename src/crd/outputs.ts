import { GROUP, PLURAL, POLICY_PLURAL } from "../api/group.ts";
import { batchTaskCrd } from "./batchtask.ts";
import { batchTaskPage } from "./docs/batchtask.ts";
import { policyPage } from "./docs/batchtaskpolicy.ts";
import { reasonsPage } from "./docs/reasons.ts";
import { policyCrd } from "./batchtaskpolicy.ts";
import type { Vendored } from "./vendor/definitions.ts";
import { formPolicy } from "../form/policy.ts";
import { guardrailsPage } from "./docs/guardrails.ts";
import { mergeKeys } from "./kustomize.ts";
import { documents, toYaml } from "./yaml.ts";
import { denyJobsPolicy, warnJobsPolicy } from "../guardrails/admission/job-policies.ts";
import { clampJobsPolicy } from "../guardrails/admission/clamp-jobs.ts";
import { denyPolicy, fencePolicy, rightsPolicy, warnPolicy } from "../guardrails/admission/policies.ts";

/** A generated file: its path from the repository's root, and its text. */
export interface Output {
  path: string;
  text: string;
}

/** What is generated from the kinds and the guardrails. */
export function outputs(vendored: Vendored): Output[] {
  return [
    { path: `crds/${PLURAL}.${GROUP}.yaml`, text: toYaml(batchTaskCrd(vendored)) },
    { path: `crds/${POLICY_PLURAL}.${GROUP}.yaml`, text: toYaml(policyCrd()) },
    { path: "docs/reference/batchtaskpolicy.md", text: policyPage() },
    { path: "docs/reference/batchtask.md", text: batchTaskPage(vendored) },
    { path: "docs/reference/reasons.md", text: reasonsPage() },
    { path: "docs/reference/guardrails.md", text: guardrailsPage() },
    { path: "deploy/kustomize/user/merge-keys.yaml", text: toYaml(mergeKeys(vendored)) },
    { path: "deploy/admission/form.yaml", text: documents(formPolicy()) },
    { path: "deploy/admission/policy.yaml", text: documents(denyPolicy()) },
    { path: "deploy/admission/warnings.yaml", text: documents(warnPolicy()) },
    { path: "deploy/admission/rights.yaml", text: documents(rightsPolicy()) },
    { path: "deploy/admission/fence.yaml", text: documents(fencePolicy()) },
    { path: "deploy/admission-jobs/policy.yaml", text: documents(denyJobsPolicy()) },
    { path: "deploy/admission-jobs/warnings.yaml", text: documents(warnJobsPolicy()) },
    { path: "deploy/admission-jobs-clamp/clamp.yaml", text: documents(clampJobsPolicy()) },
  ];
}
