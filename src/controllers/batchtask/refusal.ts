import { ApiError, errorKind } from "../../kube/errors.ts";
import type { Problem } from "../../status/problem.ts";

export function hasReason(error: unknown, reason: string): error is ApiError {
  return error instanceof ApiError && error.reason === reason;
}

/**
 * What a refused creation of a Job means for its task; undefined where trying again is all there is
 * to do (a timeout, too many requests, a server error).
 */
export function problemOfCreate(error: unknown): Problem | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.causes.some((cause) => cause.reason === "NamespaceTerminating"))
    return { kind: "NamespaceTerminating", message: "The namespace is being deleted" };
  const { status, detail } = error;
  if (status === 403) return { kind: "CreateForbidden", message: detail };
  if (status === 422 || status === 400)
    return isDenial(error)
      ? { kind: "CreateForbidden", message: detail }
      : { kind: "InvalidJob", message: describeCauses(error) };
  return errorKind(error) === "Terminal" ? { kind: "ReconcileError", message: detail } : undefined;
}

/** What an admission policy (422 unless it says otherwise) or a webhook (400) says; others may change their rules. */
function isDenial({ detail }: ApiError): boolean {
  return /ValidatingAdmissionPolicy '[^']*' with binding '[^']*' denied request|admission webhook "[^"]*" denied the request/.test(
    detail,
  );
}

/** What a refused change or deletion of a Job means for its task; undefined where trying again is all there is to do. */
export function problemOfChange(error: unknown): Problem | undefined {
  if (!(error instanceof ApiError) || errorKind(error) !== "Terminal") return undefined;
  return { kind: "ReconcileError", message: `The API server refuses a change of the Job: ${error.detail}` };
}

/** Causes that a message names; who mends these sees the next ones. */
const MOST_CAUSES = 8;

/** Field by field, as the API server names them. */
function describeCauses({ causes, detail }: ApiError): string {
  const named = causes
    .slice(0, MOST_CAUSES)
    .map(({ field, message }) => (field ? `${field}: ${message ?? "invalid"}` : (message ?? "")));
  const more = causes.length > MOST_CAUSES ? [`and ${causes.length - MOST_CAUSES} more`] : [];
  return `The API server refuses the Job: ${causes.length > 0 ? [...named, ...more].join("; ") : detail}`;
}
