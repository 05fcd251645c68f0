/** What a request does, in the words of Kubernetes' RBAC, but for PUT and PATCH. */
export type Verb = "get" | "list" | "watch" | "create" | "replace" | "patch" | "delete" | "other";

/** What a request is about. */
export interface Target {
  readonly verb: Verb;
  /** Lower-case plural; for a path that names none, the path. */
  readonly resource: string;
  readonly subresource?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** One request of the operator, and what came of it. */
export interface Call extends Target {
  /** In the order of arrival, over all replicas of a run. */
  readonly id: number;
  /** Which of the operator's processes sent it: 0 for the first. */
  readonly replica: number;
  /** Which of the replica's processes, one after the other, that was. */
  readonly process: number;
  /** `performance.now()` at its arrival. */
  readonly at: number;
  readonly body?: unknown;
  /** The API server's own status; undefined where the request never got there. */
  committed?: number | undefined;
  /** `performance.now()` at the API server's answer. */
  committedAt?: number;
  /** `performance.now()` when the operator had its answer, or gave up. */
  endedAt?: number;
  /** The object in the API server's answer. */
  object?: unknown;
  /** What the operator got. */
  answered?: number | "reset" | undefined;
  /** The faults that hit it. */
  readonly faults: string[];
}

const WRITES: ReadonlySet<Verb> = new Set(["create", "replace", "patch", "delete"]);

export function isWrite({ verb }: Target): boolean {
  return WRITES.has(verb);
}

/** "create jobs", "replace batchtasks/status" */
export function describe({ verb, resource, subresource }: Target): string {
  return `${verb} ${resource}${subresource === undefined ? "" : `/${subresource}`}`;
}

/** Reads a request's method and URL. */
export function targetOf(method: string, url: URL): Target {
  const parts = url.pathname.split("/").filter((part) => part !== "");
  const rest = parts[0] === "api" ? parts.slice(2) : parts[0] === "apis" ? parts.slice(3) : undefined;
  if (rest === undefined || rest.length === 0) return { verb: "other", resource: url.pathname };
  const namespaced = rest[0] === "namespaces" && rest.length > 2;
  const [resource = "", name, subresource] = namespaced ? rest.slice(2) : rest;
  const namespace = namespaced ? rest[1] : undefined;
  return { verb: verbOf(method, name, url), resource, subresource, namespace, name };
}

function verbOf(method: string, name: string | undefined, url: URL): Verb {
  switch (method) {
    case "POST":
      return "create";
    case "PUT":
      return "replace";
    case "PATCH":
      return "patch";
    case "DELETE":
      return "delete";
    case "GET":
      if (url.searchParams.get("watch") === "true") return "watch";
      return name === undefined ? "list" : "get";
    default:
      return "other";
  }
}
