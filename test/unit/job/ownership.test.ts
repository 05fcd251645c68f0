import { expect, test } from "vitest";
import { controllerOf, describeOwner, isOurs } from "../../../src/job/ownership.ts";
import { thing } from "../kube/support/objects.ts";
import { job, task } from "../support/task.ts";

const owner = { apiVersion: "batchtask.dev/v1alpha1", kind: "BatchTask", name: "report", uid: "task-uid" };
const owned = (...ownerReferences: object[]) => job({ metadata: { ownerReferences } });

test("a Job is ours by the UID of its controller", () => {
  expect(isOurs(owned({ ...owner, controller: true }), task())).toBe(true);
  expect(isOurs(owned({ ...owner, name: "other", controller: true }), task())).toBe(true);
});

test.each([
  ["made for a deleted task of the same name", owned({ ...owner, uid: "old-uid", controller: true })],
  ["that has us as an owner alone", owned(owner)],
  ["of another controller", owned(owner, { ...owner, kind: "CronJob", uid: "x", controller: true })],
  ["with our name and labels, and no owner", owned()],
])("a Job %s is not ours", (_, live) => {
  expect(isOurs(live, task())).toBe(false);
});

test("only the controlling owner is the controller", () => {
  const ownerReferences = [
    { ...owner, uid: "1" },
    { ...owner, uid: "2", controller: true },
  ];
  expect(controllerOf(thing("a", 1, { ownerReferences }))?.uid).toBe("2");
  expect(controllerOf(thing("a", 1, { ownerReferences: ownerReferences.slice(0, 1) }))).toBeUndefined();
});

test("an owner is told by kind and name, and that there is none", () => {
  const cronJob = { apiVersion: "batch/v1", kind: "CronJob", name: "nightly", uid: "x", controller: true };
  expect(describeOwner(owned(owner, cronJob))).toBe("CronJob nightly");
  expect(describeOwner(owned(owner))).toBe("nobody: it has no controller");
});
