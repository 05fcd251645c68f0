import { ApiError } from "../../kube/errors.ts";
import { isRecord } from "../../kube/json.ts";
import type { Cluster } from "../cluster/connect.ts";

/** What may be asked of the cluster. */
export interface ClusterProbe {
  /** One object of the API server; "absent": there is none, "forbidden": no right. */
  get(path: string): Promise<Record<string, unknown> | "absent" | "forbidden">;
  /** The items of a list, of all its pages; all of them, or those with these labels. */
  list(path: string, labelSelector?: string): Promise<Record<string, unknown>[] | "absent" | "forbidden">;
  /** Whether the user of the kubeconfig may do something. */
  may(attributes: Record<string, string>): Promise<boolean>;
}

export function probeOf({ client }: Cluster, signal: AbortSignal): ClusterProbe {
  async function get(path: string, query = {}): Promise<Record<string, unknown> | "absent" | "forbidden"> {
    try {
      const answer: unknown = JSON.parse((await client.raw("GET", path, { query, signal })).text);
      return isRecord(answer) ? answer : {};
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return "absent";
      if (error instanceof ApiError && error.status === 403) return "forbidden";
      throw error;
    }
  }
  return {
    get,
    async list(path, labelSelector) {
      const items: Record<string, unknown>[] = [];
      let next: unknown;
      do {
        const page = await get(path, {
          limit: 500,
          labelSelector,
          ...(typeof next === "string" && { continue: next }),
        });
        if (typeof page === "string") return page;
        if (Array.isArray(page["items"])) items.push(...page["items"].filter(isRecord));
        next = isRecord(page["metadata"]) ? page["metadata"]["continue"] : undefined;
      } while (typeof next === "string" && next !== "");
      return items;
    },
    async may(resourceAttributes) {
      const body = {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: { resourceAttributes },
      };
      const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
      const answer: unknown = JSON.parse((await client.raw("POST", path, { body, signal })).text);
      return isRecord(answer) && isRecord(answer["status"]) && answer["status"]["allowed"] === true;
    },
  };
}
