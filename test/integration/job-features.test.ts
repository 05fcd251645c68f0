import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../src/api/batchtask.ts";
import { ready } from "../support/ready.ts";
import { isSince } from "./support/kubernetes.ts";
import { withOperator } from "./support/with-operator.ts";
import type { World } from "./support/world.ts";
import { endReasonOf } from "../../src/api/condition.ts";
import { goesOn } from "../support/goes-on.ts";

let world: World;
withOperator((made) => {
  world = made;
});

/** A pod template that kwok plays: an annotation says how it ends. */
const plays = (annotations: Record<string, string>, pod: object = {}): BatchTaskSpec["template"] => ({
  metadata: {
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [`kwok.batchtask.dev/${key}`, value]),
    ),
  },
  spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }], ...pod },
});
const failing = plays({ outcome: "fail", "exit-code": "3" });
const ended = (name: string) => world.until(name, ({ status }) => status?.run?.completionTime !== undefined);

test("Indexed: completedIndexes", async () => {
  await world.createTask("indexed", { completionMode: "Indexed", completions: 4, parallelism: 2 });
  const { status } = await ended("indexed");
  expect(status).toMatchObject({ phase: "Succeeded", completedIndexes: "0-3", completions: "4/4" });
});

test("numbers that JavaScript can't hold reach the Job as they are", async () => {
  const most = 9_223_372_036_854_775_807n;
  const toleration = { key: "node", operator: "Exists", effect: "NoExecute", tolerationSeconds: most };
  await world.createTask("int64", { template: plays({}, { tolerations: [toleration] }) });
  const { status } = await ended("int64");
  const path = `/apis/batch/v1/namespaces/${world.namespace}/jobs/${status?.run?.jobName}`;
  expect((await world.client.raw("GET", path)).text).toContain(`"tolerationSeconds":${most}`);
});

test("backoffLimitPerIndex: failedIndexes, and FailedIndexes as the reason", async () => {
  await world.createTask("per-index", {
    completionMode: "Indexed",
    completions: 2,
    parallelism: 2,
    backoffLimitPerIndex: 0,
    template: failing,
  });
  const task = await ended("per-index");
  expect(task.status).toMatchObject({ phase: "Failed", failedIndexes: "0,1", failure: { exitCode: 3 } });
  expect(endReasonOf(task.status)).toBe("FailedIndexes");
  expect(task.status?.failure?.index).toBeTypeOf("number");
});

test("maxFailedIndexes", async () => {
  const spec = {
    completionMode: "Indexed",
    completions: 5,
    parallelism: 1,
    backoffLimitPerIndex: 0,
    maxFailedIndexes: 1,
    template: failing,
  };
  await world.createTask("max-failed", spec);
  expect(endReasonOf((await ended("max-failed")).status)).toBe("MaxFailedIndexesExceeded");
});

test("podFailurePolicy: an exit code that is not worth a retry", async () => {
  const podFailurePolicy = { rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [3] } }] };
  await world.createTask("policy", { backoffLimit: 5, podFailurePolicy, template: failing });
  const task = await ended("policy");
  expect(endReasonOf(task.status)).toBe("PodFailurePolicy");
  expect(task.status?.failed).toBe(1);
});

test("successPolicy: one index is enough", async () => {
  const successPolicy = { rules: [{ succeededCount: 1 }] };
  await world.createTask("success", {
    completionMode: "Indexed",
    completions: 3,
    parallelism: 1,
    successPolicy,
  });
  const { status } = await ended("success");
  // An API server that does not know the field leaves it out: all of them are wanted then.
  expect(status).toMatchObject({ phase: "Succeeded", completedIndexes: isSince(31) ? "0" : "0-2" });
});

test("podReplacementPolicy arrives in the Job", async () => {
  await world.createTask("replacement", { podReplacementPolicy: "Failed" });
  const { status } = await ended("replacement");
  const job = (await world.jobs()).find(({ metadata }) => metadata?.uid === status?.run?.jobUID);
  expect(job?.spec?.podReplacementPolicy).toBe("Failed");
});

test("elastic Indexed: completions and parallelism grow together, in the same Job", async () => {
  const template = plays({ outcome: "run" });
  await world.createTask("elastic", { completionMode: "Indexed", completions: 2, parallelism: 2, template });
  const before = await world.until("elastic", ({ status }) => status?.active === 2);
  await world.edit("elastic", { completions: 4, parallelism: 4 });
  const after = await world.until("elastic", ({ status }) => status?.active === 4);
  expect(after.status?.completions).toBe("0/4");
  expect(after.status?.run?.jobUID).toBe(before.status?.run?.jobUID);
});

test("elastic Indexed: parallelism alone is synced, too, and what follows it; after the end an edit is a new run", async () => {
  const spec = { completionMode: "Indexed" as const, completions: 3, parallelism: 3 };
  await world.createTask("breathing", { ...spec, template: plays({ outcome: "run" }) });
  const before = await world.until("breathing", ({ status }) => status?.active === 3);
  const jobUID = before.status?.run?.jobUID;
  for (const edit of [{ parallelism: 1 }, { completions: 2, parallelism: 2 }]) {
    await world.edit("breathing", edit);
    const { status } = await world.until(
      "breathing",
      (task) => task.status?.active === edit.parallelism && goesOn(task.status),
    );
    expect(status?.run).toMatchObject({ number: 1, jobUID });
    expect(ready(await world.task("breathing"))?.message).not.toContain("edited");
  }
  await world.createTask("breathed", spec);
  await ended("breathed");
  await world.edit("breathed", { completions: 4, parallelism: 4 });
  const again = await world.until(
    "breathed",
    ({ status }) => status?.run?.number === 2 && status.phase === "Succeeded",
  );
  expect(again.status).toMatchObject({ completions: "4/4", run: { trigger: "SpecChanged" } });
});

test("native sidecars are guarded as containers are", async () => {
  const initContainers = [{ name: "proxy", image: "busybox:1.36", restartPolicy: "Always" }];
  await world.createTask("sidecar", { template: plays({}, { initContainers }) });
  const { status } = await ended("sidecar");
  expect(status?.phase).toBe("Succeeded");
  expect(
    status?.effective?.resources?.map(({ container, limits }) => [container, limits?.["memory"]]),
  ).toEqual([
    ["proxy", "512Mi"],
    ["main", "512Mi"],
  ]);
});
