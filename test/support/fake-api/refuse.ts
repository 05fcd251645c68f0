import { ApiError, type StatusCause } from "../../../src/kube/errors.ts";

/** What the API server answers, as a Status. */
export function refuse(code: number, reason: string, name: string, causes: StatusCause[] = []): ApiError {
  const details = { name, causes };
  return new ApiError({
    status: code,
    body: JSON.stringify({ kind: "Status", reason, message: `${name}: ${reason}`, details }),
    method: "FAKE",
    path: name,
  });
}
