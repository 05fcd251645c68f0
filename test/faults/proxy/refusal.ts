import type { Target } from "./call.ts";

/** What a proxy's own answer says. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** metav1.Status' reasons, as the API server words them. */
const REASONS: Readonly<Record<number, string>> = {
  404: "NotFound",
  409: "Conflict",
  410: "Expired",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};

/** A refusal in the API server's own form. */
export function refusal(
  { resource, name }: Pick<Target, "resource" | "name">,
  status: number,
  retryAfter?: number,
): Refusal {
  const body = {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    reason: REASONS[status] ?? "Unknown",
    message: `injected: ${status} for ${resource}`,
    code: status,
    details: {
      name: name ?? "injected",
      kind: resource,
      ...(retryAfter !== undefined && { retryAfterSeconds: retryAfter }),
    },
  };
  const wait = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return {
    status,
    headers: { "content-type": "application/json", ...wait },
    body: JSON.stringify(body),
  };
}
