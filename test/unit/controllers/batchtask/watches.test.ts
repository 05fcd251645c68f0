import { watchSlots } from "../../../../src/controllers/batchtask/watches.ts";
import { createSlots } from "../../../../src/controllers/batchtask/concurrency/slots.ts";
import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { Job } from "../../../../src/api/job.ts";
import { guardrailsOf } from "../../../../src/guardrails/guard.ts";
import { createQueue } from "../../../../src/kube/workqueue/workqueue.ts";
import { manualClock } from "../../kube/support/manual-clock.ts";
import { storeOf, taskStore } from "../../support/stores.ts";
import { run, task } from "../../support/task.ts";

const time = "2026-01-01T00:00:00Z";
const one = guardrailsOf([{ name: "p", mode: "Enforce", rules: { maxActivePerNamespace: 1 } }]);

function member(name: string, version: string, ended: boolean): BatchTask {
  const fields = { jobName: `${name}-job`, ...(ended && { completionTime: time }) };
  const { metadata, ...rest } = task({}, { observedGeneration: 2, run: run(fields) });
  const own = { name, uid: name, resourceVersion: version, creationTimestamp: time };
  return { ...rest, metadata: { ...metadata, ...own } };
}

test("a run that ends without a Job, as a refused one does, passes its turn on", async () => {
  const queue = createQueue({ clock: manualClock() });
  const tasks = taskStore();
  const jobs = storeOf<Job>();
  const slots = createSlots({
    tasks,
    jobs,
    limit: () => one.merged.maxActive,
    withUnwritten: (known) => known,
    wake: (key) => queue.add(key),
  });
  watchSlots({ tasks, jobs }, slots);
  for (const [name, version] of [
    ["a", "1"],
    ["b", "2"],
  ] as const)
    tasks.apply("ADDED", member(name, version, false));
  expect(queue.length).toBe(0);
  tasks.apply("MODIFIED", member("a", "3", true));
  expect(await queue.get()).toBe("team/b");
  queue.done("team/b");
  tasks.apply("MODIFIED", member("a", "4", true));
  expect(queue.length).toBe(0);
});
