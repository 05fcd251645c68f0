import type { KubeObject } from "../../kube/object.ts";
import { isRecord } from "../../kube/json.ts";
import type { Resource } from "../../kube/resource.ts";
import { ApiError } from "../../kube/errors.ts";
import { API_VERSION } from "../../api/group.ts";
import { CliError, inputError, notInstalled } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { Cluster } from "./connect.ts";

/** Finds where the API server serves a kind. Asks once for each group. */
export function createDiscovery(
  { client }: Cluster,
  signal: AbortSignal,
): (object: KubeObject) => Promise<Resource> {
  const groups = new Map<string, Promise<Resource[]>>();
  return async ({ apiVersion, kind }) => {
    if (!apiVersion || !kind) throw inputError("an object has no apiVersion or no kind");
    const known = groups.get(apiVersion) ?? served(client, apiVersion, signal);
    groups.set(apiVersion, known);
    const found = (await known).find((resource) => resource.kind === kind);
    if (found) return found;
    if (apiVersion === API_VERSION) throw notInstalled();
    throw new CliError(
      `the cluster has no ${kind} in ${apiVersion}`,
      EXIT.Refused,
      "See `kubectl api-resources` for what it has, and install the CRD",
    );
  };
}

async function served(
  client: Cluster["client"],
  apiVersion: string,
  signal: AbortSignal,
): Promise<Resource[]> {
  const [version = "", group = ""] = apiVersion.split("/").toReversed();
  const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  try {
    const answer: unknown = JSON.parse((await client.raw("GET", path, { signal })).text);
    const resources = isRecord(answer) && Array.isArray(answer["resources"]) ? answer["resources"] : [];
    return resources.filter(isRecord).flatMap(({ name, kind, namespaced }) => {
      const isMain = typeof name === "string" && !name.includes("/") && typeof kind === "string";
      return isMain ? [{ group, version, kind, plural: name, namespaced: namespaced === true }] : [];
    });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}
