import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { isRecord } from "../../../src/kube/json.ts";
import { sourcesOf } from "../../cluster/build/sources.ts";
import type { Environment } from "../../cluster/util/run.ts";
import { JOBSET } from "./group.ts";

/** Where JobSet's webhooks are served. */
export interface WebhookServer {
  /** Without a path. */
  readonly url: string;
  /** PEM, base64. */
  readonly caBundle: string;
}

/** JobSet's CRD. It has one version, so its conversion webhook, which would never be called, is left out. */
export async function crd(environment: Environment): Promise<object> {
  const folder = join(await sourcesOf(JOBSET, environment), "config", "components", "crd", "bases");
  const object = parsed(readFileSync(join(folder, "jobset.x-k8s.io_jobsets.yaml"), "utf8"));
  if (isRecord(object)) return object;
  throw new Error(`JobSet's CRD in ${folder} is not as expected`);
}

/**
 * JobSet's two webhook configurations, with the patches of its own kustomization; only that a URL takes the place of
 * its Service, since it runs outside the cluster.
 */
export async function webhooks(server: WebhookServer, environment: Environment): Promise<object[]> {
  const folder = join(await sourcesOf(JOBSET, environment), "config", "components");
  const documents = parseAllDocuments(readFileSync(join(folder, "webhook", "manifests.yaml"), "utf8"));
  const configurations = documents.map((document) => parsed(String(document))).filter(isRecord);
  const patched = configurations.map((configuration) => {
    const which = configuration["kind"] === "MutatingWebhookConfiguration" ? "mutating" : "validating";
    const patch = parsed(readFileSync(join(folder, "webhook", "patches", `${which}-patch.yaml`), "utf8"));
    return withUrls(withPatch(configuration, patch), server);
  });
  if (patched.length !== 2) throw new Error(`JobSet's webhooks in ${folder} are not as expected`);
  return patched;
}

/** Applies the patches that JobSet has: replacements of whole webhooks. */
function withPatch(configuration: Record<string, unknown>, patch: unknown): Record<string, unknown> {
  const result = listOf(configuration["webhooks"]);
  for (const step of listOf(patch)) {
    const index = isRecord(step) ? /^\/webhooks\/(\d)$/.exec(String(step["path"]))?.[1] : undefined;
    if (!isRecord(step) || step["op"] !== "replace" || index === undefined)
      throw new Error(`JobSet's webhook patch has a step of another kind: ${JSON.stringify(step)}`);
    result[Number(index)] = step["value"];
  }
  return { ...configuration, webhooks: result };
}

function withUrls(configuration: Record<string, unknown>, { url, caBundle }: WebhookServer): object {
  return {
    ...configuration,
    webhooks: listOf(configuration["webhooks"])
      .filter(isRecord)
      .map((webhook) => ({
        ...webhook,
        clientConfig: { url: `${url}${pathOf(webhook)}`, caBundle },
      })),
  };
}

function parsed(text: string): unknown {
  const value: unknown = parse(text);
  return value;
}

/** A copy of a list; JobSet's files have one wherever this is asked for. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.map((item: unknown) => item);
  throw new Error(`JobSet's manifests have no list, but ${JSON.stringify(value)}`);
}

function pathOf(webhook: Record<string, unknown>): string {
  const config = webhook["clientConfig"];
  const service = isRecord(config) ? config["service"] : undefined;
  if (!isRecord(service) || typeof service["path"] !== "string")
    throw new Error(`JobSet's webhook ${String(webhook["name"])} names no path`);
  return service["path"];
}
