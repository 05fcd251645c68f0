import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { sourcesOf } from "../../../cluster/build/sources.ts";
import type { Cluster } from "../../../cluster/index.ts";
import type { Environment } from "../../../cluster/util/run.ts";
import { TOOL_GROUPS } from "../../../tools/groups.ts";

/** The namespace and the Service of Kueue's webhooks, as its manifests name them. */
export const NAMESPACE = "kueue-system";
const SERVICE = "kueue-webhook-service";

const objectSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  data: z.record(z.string(), z.string()).optional(),
});
type Manifest = z.output<typeof objectSchema>;

/** What Kueue's own kustomization makes. */
export interface Manifests {
  /** To be applied: all but what only a manager in a pod needs. */
  objects: object[];
  /** The manager's settings, as shipped. */
  configuration: Record<string, unknown>;
}

/** @param port on which Kueue's webhooks are served, on loopback */
export async function kueueManifests(
  cluster: Cluster,
  port: number,
  environment: Environment,
): Promise<Manifests> {
  const sources = await sourcesOf(TOOL_GROUPS.kueue, environment);
  const built = await cluster.kubectl(["kustomize", join(sources, "config", "default")]);
  if (built.code !== 0) throw new Error(`Kueue's kustomization can't be built: ${built.stderr}`);
  const all = parseAllDocuments(built.stdout).map((document) => objectSchema.parse(document.toJS()));
  const settings = all.find(({ metadata }) => metadata.name === "kueue-manager-config")?.data ?? {};
  const configuration: unknown = parse(settings["controller_manager_config.yaml"] ?? "");
  return {
    objects: [...all.filter(isNeeded).map((object) => withPort(object, port)), service(port)],
    configuration: z.record(z.string(), z.unknown()).parse(configuration),
  };
}

/** The manager runs beside the cluster, and its API of pending workloads is not served. */
const NOT_NEEDED: ReadonlySet<string> = new Set(["Deployment", "Service", "ConfigMap", "APIService"]);

const isNeeded = ({ kind }: Manifest): boolean => !NOT_NEEDED.has(kind);

/** The webhooks' Service, which leads to loopback: so Kueue's own certificate holds, which names the Service. */
const service = (port: number): object => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { namespace: NAMESPACE, name: SERVICE },
  spec: { type: "ExternalName", externalName: "127.0.0.1", ports: [{ port }] },
});

/** The API server takes the port of such a Service from who refers to it. */
function withPort(object: Manifest, port: number): Manifest {
  const text = JSON.stringify(object, (key, value: unknown) =>
    key === "service" && isOurs(value) ? { ...value, port } : value,
  );
  return objectSchema.parse(JSON.parse(text));
}

const isOurs = (value: unknown): value is object =>
  typeof value === "object" && value !== null && "name" in value && value.name === SERVICE;
