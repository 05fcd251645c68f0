import { ApiError, TransportError } from "../errors.ts";
import { type Resource, resourceName } from "../resource.ts";

/** Why a resource can't be followed, and what would help: for logs, conditions and readiness. */
export function watchProblem(error: unknown, resource: Resource): string {
  const name = resourceName(resource);
  const detail = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApiError)) return `can't follow ${name}: ${detail}`;
  if (error.isMissingResourceType) {
    return `${name} (${resource.version}) is not served by the API server: install its CustomResourceDefinition`;
  }
  if (error.status === 401)
    return `not authenticated to follow ${name}: check the token or certificate (${detail})`;
  if (error.status === 403) {
    return `not allowed to follow ${name}: grant get, list and watch on ${name} (${error.detail})`;
  }
  return `can't follow ${name}: ${detail}`;
}

/** One word for a failure, to be counted by. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiError) return error.reason;
  return error instanceof TransportError ? error.code : "Unknown";
}
