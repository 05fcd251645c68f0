import { expect, test } from "vitest";
import { ApiError, TransportError } from "../../../../src/kube/errors.ts";
import {
  hasReason,
  problemOfChange,
  problemOfCreate,
} from "../../../../src/controllers/batchtask/refusal.ts";

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

const answer = (status: number, reason: string, causes: object[] = []): ApiError => {
  const body = JSON.stringify({ kind: "Status", reason, message: "no", details: { name: "a", causes } });
  return new ApiError({ status, body, method: "POST", path: "/jobs" });
};

test.each<[string, Error, string | undefined]>([
  ["a right or a quota", answer(403, "Forbidden"), "CreateForbidden"],
  [
    "a namespace that goes",
    answer(403, "Forbidden", [{ reason: "NamespaceTerminating" }]),
    "NamespaceTerminating",
  ],
  ["a Job that can't be", answer(422, "Invalid"), "InvalidJob"],
  ["what else no repetition heals", answer(413, "RequestEntityTooLarge"), "ReconcileError"],
  ["a server error", answer(503, "ServiceUnavailable"), undefined],
  ["too many requests", answer(429, "TooManyRequests"), undefined],
  ["no answer", new TransportError("reset", { code: "ECONNRESET", maybeSent: true }), undefined],
])("a creation that is refused for %s", (_, error, kind) => {
  expect(problemOfCreate(error)?.kind).toBe(kind);
});

test.each<[string, Error, boolean]>([
  ["for good", answer(403, "Forbidden"), true],
  ["by a conflict", answer(409, "Conflict"), false],
  ["by a server error", answer(500, "InternalError"), false],
  ["by no answer", new TransportError("reset", { code: "ECONNRESET", maybeSent: true }), false],
])("a change that is refused %s is a problem of its task: %s", (_, error, isProblem) => {
  const problem = { kind: "ReconcileError", message: "The API server refuses a change of the Job: no" };
  expect(problemOfChange(error)).toEqual(isProblem ? problem : undefined);
});

test("a reason is the API server's own word", () => {
  expect(hasReason(answer(409, "AlreadyExists"), "AlreadyExists")).toBe(true);
  expect(hasReason(answer(409, "Conflict"), "AlreadyExists")).toBe(false);
  expect(hasReason(new Error("AlreadyExists"), "AlreadyExists")).toBe(false);
});
