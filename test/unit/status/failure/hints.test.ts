import { expect, test } from "vitest";
import { advised, allHints, hintFor, isStartError } from "../../../../src/status/failure/hints.ts";

test.each([
  [
    "Unschedulable",
    '0/1 nodes are available: persistentvolumeclaim "my-data" not found.',
    /^Create the PersistentVolumeClaim my-data,/,
  ],
  [
    "Unschedulable",
    "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
    /StorageClass/,
  ],
  ["Unschedulable", "0/1 nodes are available: 1 Insufficient memory.", /^No node has room/],
  [
    "FailedCreate",
    'error looking up service account team/nobody: serviceaccount "nobody" not found',
    /^Create the ServiceAccount nobody,/,
  ],
  [
    "FailedCreate",
    'pods "a" is forbidden: exceeded quota: team, requested: cpu=1',
    /ResourceQuota team raised/,
  ],
])("%s: %s", (reason, message, hint) => {
  expect(hintFor(reason, { message })).toMatch(hint);
});

test("what says nothing more is told by its reason or exit code", () => {
  expect(hintFor("OOMKilled", { exitCode: 137 })).toContain("limits.memory");
  expect(hintFor("Error", { exitCode: 127 })).toContain("may be missing in the image");
  expect(hintFor("Error")).toBeUndefined();
});

test("what to do goes on the message's sentence, without a full stop", () => {
  expect(advised("no such image", "Mend the image's name.")).toBe("no such image — Mend the image's name");
  expect(advised("no such image", undefined)).toBe("no such image");
});

test.each([
  ["StartError", true],
  ["ContainerCannotRun", true],
  ["Error", false],
  [undefined, false],
])("%s is a container that could not be started: %s", (reason, isOne) => {
  expect(isStartError(reason)).toBe(isOne);
});

test.each(["valueOf", "constructor", "__proto__", "toString"])("a reason named %s has no hint", (reason) => {
  expect(hintFor(reason)).toBeUndefined();
});

test("a hint says what to do, what is a fact by its reason, or what may be", () => {
  const sure = allHints().filter((hint) => !/\bmay\b/.test(hint));
  for (const hint of sure) expect(hint).toMatch(FACT);
});

/** What to do; or what the reason itself says, which Kubernetes gives only then. */
const FACT =
  /^(Raise|Check|Mend|Create|Lower|Move|To limit|If |The image is not on the node|The container can't be created|No node has room|The volume can't|The API server refuses|The message is|A run survives it|The pod waits for a volume|The node ran short)/;

test.each([1, 2, 3, 125, 130, 200, 255])("exit code %d is a program's own: it gets no hint", (exitCode) => {
  expect(hintFor("Error", { exitCode })).toBeUndefined();
});

test.each([126, 127, 134, 137, 139, 143])("what exit code %d means is no certainty", (exitCode) => {
  expect(hintFor("Error", { exitCode })).toMatch(/\bmay\b/);
});

test("what succeeded beside a container points to a native sidecar", () => {
  expect(hintFor("Error", { exitCode: 143, beside: ["migrate"] })).toMatch(
    /only serves migrate, .*native sidecar/,
  );
});
