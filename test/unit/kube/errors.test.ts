import { expect, test } from "vitest";
import { AccessError, ApiError, errorKind, TransportError } from "../../../src/kube/errors.ts";

function apiError(status: number, body: object | string = {}): ApiError {
  const text = typeof body === "string" ? body : JSON.stringify({ kind: "Status", ...body });
  return new ApiError({ status, body: text, method: "POST", path: "/apis/x/v1/things" });
}

test("a Status becomes an error with reason, fields and wait", () => {
  const error = new ApiError({
    status: 422,
    body: JSON.stringify({
      kind: "Status",
      reason: "Invalid",
      message: 'Job "a" is invalid',
      details: {
        name: "a",
        retryAfterSeconds: 3,
        causes: [
          { field: "spec.template", reason: "FieldValueRequired", message: "Required value" },
          "garbage",
        ],
      },
    }),
    method: "POST",
    path: "/apis/batch/v1/namespaces/ns/jobs",
    retryAfterSeconds: 1,
  });
  expect(error.message).toBe('POST /apis/batch/v1/namespaces/ns/jobs: 422 Invalid: Job "a" is invalid');
  expect(error.causes).toEqual([
    { field: "spec.template", reason: "FieldValueRequired", message: "Required value" },
  ]);
  expect(error).toMatchObject({
    reason: "Invalid",
    retryAfterSeconds: 3,
    objectName: "a",
    detail: 'Job "a" is invalid',
  });
});

test.each(["404 page not found\n", "", "{", "[1]", "null"])(
  "an answer that is no Status (%j) has reason Unknown",
  (body) => {
    expect(apiError(404, body)).toMatchObject({ reason: "Unknown", causes: [], isMissingResourceType: true });
  },
);

test("a missing object is told from a missing resource type", () => {
  expect(apiError(404, { reason: "NotFound", details: { name: "a" } }).isMissingResourceType).toBe(false);
  expect(apiError(404, { reason: "NotFound", details: {} }).isMissingResourceType).toBe(true);
});

test.each([
  [apiError(409, { reason: "Conflict" }), "Conflict"],
  [apiError(404, { details: { name: "a" } }), "Conflict"],
  [apiError(422, { details: { causes: [{ field: "metadata.uid" }] } }), "Conflict"],
  [apiError(404), "Terminal"],
  [apiError(400), "Terminal"],
  [apiError(403), "Terminal"],
  [apiError(422, { details: { causes: [{ field: "spec" }] } }), "Terminal"],
  [new TypeError("a bug"), "Terminal"],
  ["not even an error", "Terminal"],
  [apiError(401), "Transient"],
  [apiError(410), "Transient"],
  [apiError(429), "Transient"],
  [apiError(500), "Transient"],
  [apiError(504), "Transient"],
  [new TransportError("reset", { code: "ECONNRESET", maybeSent: true }), "Transient"],
  [new AccessError("token unreadable"), "Transient"],
  [AbortSignal.abort().reason, "Transient"],
])("%s is %s", (error, kind) => {
  expect(errorKind(error)).toBe(kind);
});
