import { expect, test } from "vitest";
import { ApiError } from "../../../../src/kube/errors.ts";
import { problemOfCreate } from "../../../../src/controllers/batchtask/refusal.ts";

function refused(count: number): ApiError {
  const causes = Array.from({ length: count }, (_, n) => ({ field: `spec.f${n + 1}`, message: "bad" }));
  const body = JSON.stringify({
    kind: "Status",
    reason: "Invalid",
    message: "all of it",
    details: { causes },
  });
  return new ApiError({ status: 422, body, method: "POST", path: "/jobs" });
}

test.each([
  [0, /^The API server refuses the Job: all of it$/],
  [2, /^The API server refuses the Job: spec.f1: bad; spec.f2: bad$/],
  [8, /spec.f8: bad$/],
  [300, /^The API server refuses the Job: spec.f1: bad; .*; spec.f8: bad; and 292 more$/],
])("of %d bad fields the message names the first few, and how many more there are", (count, message) => {
  const problem = problemOfCreate(refused(count));
  expect(problem?.kind).toBe("InvalidJob");
  expect(problem?.message).toMatch(message);
});

test.each([
  [
    422,
    "jobs.batch \"a\" is forbidden: ValidatingAdmissionPolicy 'owners' with binding 'all' denied request: no owner",
  ],
  [400, 'admission webhook "quota.example.com" denied the request: too many'],
])("what others' rules refuse with %d may be allowed later", (status, message) => {
  const body = JSON.stringify({ kind: "Status", message, details: { causes: [{ message }] } });
  const problem = problemOfCreate(new ApiError({ status, body, method: "POST", path: "/jobs" }));
  expect(problem).toEqual({ kind: "CreateForbidden", message });
});
