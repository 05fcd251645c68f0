/**
 * Renders the chart for those without Helm: deploy/install.yaml, deploy/kustomize, and what goes with
 * deploy/admission-jobs. Needs Helm, which is built where the cache has none; an integration test compares the result
 * with what is committed.
 *
 *   node test/tools/plain-manifests.ts
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { writeOutputs } from "../../src/crd/files.ts";
import type { Output } from "../../src/crd/outputs.ts";
import { documents, toYaml } from "../../src/crd/yaml.ts";
import { type Environment, runOrThrow } from "../cluster/util/run.ts";
import { findTool } from "./tool.ts";

const root = new URL("../../", import.meta.url);
const NAMESPACE = "batchtask-system";
const RELEASE = "batchtask-operator";

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
});
type Rendered = z.output<typeof objectSchema>;

const NOTE = [
  "`npm run generate`. Do not edit: change src",
  "`npm run generate:plain` from the chart. Do not edit: change the chart",
] as const;

/** Labels that say something of Helm. */
const HELM_LABELS = ["helm.sh/chart", "app.kubernetes.io/managed-by"];

/** What the operator may do beside where Jobs of other tools are judged. */
const OF_JOBS = ["--set=admission.jobs=true", "--show-only=templates/rbac/cronjobs.yaml"];

/** The files, as the chart renders them with its defaults. @param helm path of a helm */
export async function plainManifests(helm: string, environment: Environment): Promise<Output[]> {
  const parts = partsOf(await render(helm, environment));
  const kustomization = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: Object.keys(parts).map((name) => `${name}.yaml`),
  };
  return [
    { path: "deploy/admission-jobs/rights.yaml", text: documents(await render(helm, environment, OF_JOBS)) },
    { path: "deploy/install.yaml", text: documents(Object.values(parts).flat()) },
    { path: "deploy/kustomize/kustomization.yaml", text: toYaml(kustomization) },
    ...Object.entries(parts).map(([name, objects]) => ({
      path: `deploy/kustomize/${name}.yaml`,
      text: documents(objects),
    })),
  ].map(({ path, text }) => ({ path, text: text.replace(...NOTE) }));
}

/**
 * The text of install.yaml, of another chart than the checkout's.
 * @param chart its folder
 */
export async function installManifest(
  helm: string,
  environment: Environment,
  chart: string,
): Promise<string> {
  const parts = partsOf(await render(helm, environment, [], chart));
  return documents(Object.values(parts).flat()).replace(...NOTE);
}

async function render(
  helm: string,
  environment: Environment,
  more: readonly string[] = [],
  chart: string = new URL("deploy/chart", root).pathname,
): Promise<Rendered[]> {
  const home = await mkdtemp(join(tmpdir(), "batchtask-helm-"));
  try {
    const flags = ["--namespace", NAMESPACE, "--no-hooks", "--set=crds.keep=false", ...more];
    const { stdout } = await runOrThrow([helm, "template", RELEASE, chart, ...flags], {
      environment: { ...environment, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home },
    });
    return parseAllDocuments(stdout)
      .filter(({ contents }) => contents !== null)
      .map((document) => withoutHelm(objectSchema.parse(document.toJS())));
  } finally {
    await rm(home, { recursive: true });
  }
}

function withoutHelm({ metadata, ...rest }: Rendered): Rendered {
  const labels = Object.fromEntries(
    Object.entries(metadata.labels).filter(([name]) => !HELM_LABELS.includes(name)),
  );
  const { apiVersion, kind, ...body } = rest;
  return { apiVersion, kind, metadata: { ...metadata, labels }, ...strip(body) };
}

/** The pod template has the labels, too. */
function strip<T extends object>(body: T): T {
  const text = JSON.stringify(body, (key, value: unknown) => (HELM_LABELS.includes(key) ? undefined : value));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same object, without two keys
  return JSON.parse(text) as T;
}

/** In the order in which they are to be applied. */
function partsOf(objects: readonly Rendered[]): Record<string, object[]> {
  const isCrd = ({ kind }: Rendered) => kind === "CustomResourceDefinition";
  const isAdmission = ({ kind }: Rendered) => kind.startsWith("ValidatingAdmissionPolicy");
  return {
    namespace: [
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: NAMESPACE, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      },
    ],
    crds: objects.filter(isCrd),
    operator: objects.filter((object) => !isCrd(object) && !isAdmission(object)),
    admission: objects.filter(isAdmission),
  };
}

if (import.meta.main) {
  const helm = await findTool("helm", process.env);
  if (!("path" in helm)) throw new Error(helm.missing);
  for (const path of writeOutputs(root, await plainManifests(helm.path, process.env)))
    console.log(`wrote ${path}`);
}
