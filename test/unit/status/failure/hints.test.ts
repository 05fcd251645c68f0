import { expect, test } from "vitest";
import { advised, hintFor, isStartError } from "../../../../src/status/failure/hints.ts";

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
  expect(hintFor("Error", { exitCode: 127 })).toContain("not found in the image");
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
