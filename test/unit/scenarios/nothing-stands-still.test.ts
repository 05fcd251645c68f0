import { expect, test } from "vitest";
import { RERUN_ANNOTATION, TEMPLATE_HASH_ANNOTATION } from "../../../src/api/group.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { reconcile } from "../../../src/controllers/batchtask/reconcile.ts";
import { templateHash } from "../../../src/job/template-hash.ts";
import type { Client } from "../../../src/kube/client.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { refuse } from "../../support/fake-api/refuse.ts";
import { createReplica } from "../support/replica.ts";
import { notReady } from "../support/ready.ts";
import { run, spec, task, TASK_KEY, TASK_REF } from "../support/task.ts";

const never = new AbortController().signal;
const now = (): number => Date.UTC(2026, 0, 1);
/** Own writes wake nobody: what is still to be done is looked for at once. */
const AT_ONCE = { requeueAfterMs: 1 };

/** A process that finds a task whose first run was recorded with this rerun heeded, and has no Job in its cache. */
async function scene(over: (client: Client) => Partial<Client> = () => ({})) {
  const { client } = createFakeApi(now);
  const created = await client.create(BATCHTASKS, task());
  const asked = await client.mergePatch(BATCHTASKS, TASK_REF, {
    metadata: { annotations: { [RERUN_ANNOTATION]: "later" } },
  });
  const replica = createReplica({ ...client, ...over(client) }, now);
  const found = await client.replaceStatus(BATCHTASKS, {
    ...asked,
    status: {
      observedGeneration: 1,
      phase: "Queued",
      run: run(),
      conditions: [notReady("Queued", { observedGeneration: 1 })],
      lastHandledRerun: "later",
    },
  });
  replica.tasks.upsert(found);
  const status = async () => (await client.get(BATCHTASKS, TASK_REF))?.status;
  return { client, created, replica, status, look: () => reconcile(replica, TASK_KEY, never) };
}

test("a run that ends without a Job is followed by the rerun that was asked for meanwhile", async () => {
  const { client, replica, status, look } = await scene((real) => ({
    create: (...call) =>
      call[0] === JOBS ? Promise.reject(refuse(422, "Invalid", "jobs")) : real.create(...call),
  }));
  const again = { metadata: { annotations: { [RERUN_ANNOTATION]: "again" } } };
  replica.tasks.upsert(await client.mergePatch(BATCHTASKS, TASK_REF, again));
  expect(await look()).toEqual(AT_ONCE);
  expect(await status()).toMatchObject({ phase: "Rejected", run: { number: 1 } });
});

test("a Job that is found to be there tells of which spec it is and which rerun it has heeded, and is looked at anew", async () => {
  const { client, created, status, look } = await scene();
  const other = spec({ completions: 7 });
  const owner = { apiVersion: "batchtask.dev/v1alpha1", kind: "BatchTask", name: "report", controller: true };
  const metadata = {
    namespace: "team",
    name: run().jobName,
    annotations: { [TEMPLATE_HASH_ANNOTATION]: templateHash(other) },
    ownerReferences: [{ ...owner, uid: created.metadata.uid }],
  };
  await client.create(JOBS, { metadata, spec: other });
  expect(await look()).toEqual(AT_ONCE);
  expect(await status()).toMatchObject({ run: { number: 1, templateHash: templateHash(other) } });
  expect(await status()).not.toHaveProperty("lastHandledRerun");
});
