import { expect, test } from "vitest";
import { endReasonOf, readyOf } from "../../../src/api/condition.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { reconcile } from "../../../src/controllers/batchtask/reconcile.ts";
import { ApiError } from "../../../src/kube/errors.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { recordedClient } from "../support/recorded-client.ts";
import { createReplica } from "../support/replica.ts";
import { task, TASK_KEY, TASK_REF } from "../support/task.ts";

const never = new AbortController().signal;
const WORDS = 'Internal error occurred: failed calling webhook "w.example": connection refused';

/** A task whose Job can't be created while `isDown`; `look` is one reconcile, some seconds after the one before. */
async function scene(startDeadlineSeconds: number) {
  let time = Date.UTC(2026, 0, 1);
  const now = (): number => time;
  const { client } = createFakeApi(now);
  const webhook = { isDown: true };
  const failing = () => {
    const body = JSON.stringify({ kind: "Status", message: WORDS });
    return Promise.reject(new ApiError({ status: 500, body, method: "POST", path: "/" }));
  };
  const recording = recordedClient({
    ...client,
    create: (...call) =>
      call[0].plural === JOBS.plural && webhook.isDown ? failing() : client.create(...call),
  });
  const replica = createReplica(recording.client, now);
  replica.tasks.upsert(await client.create(BATCHTASKS, task({ runs: { startDeadlineSeconds } })));
  const look = async (): Promise<void> => {
    time += 5_000;
    await reconcile(replica, TASK_KEY, never).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
  };
  const status = async () => (await client.get(BATCHTASKS, TASK_REF))?.status;
  return { ...recording, webhook, look, status, jobs: async () => (await client.list(JOBS)).items };
}

test("after the third failure the API server's words are told; a further try costs the creation alone", async () => {
  const { look, status, calls, webhook, jobs } = await scene(3_600);
  await look();
  await look();
  expect(readyOf(await status())?.reason).toBe("Pending");
  await look();
  expect(await status()).toMatchObject({ phase: "Pending", failure: { reason: "CreateFailing" } });
  const ready = readyOf(await status());
  expect([ready?.reason, ready?.message]).toEqual(["CreateFailing", expect.stringContaining(WORDS)]);
  await look();
  calls.length = 0;
  for (let again = 0; again < 3; again += 1) await look();
  expect(calls.map(({ verb, plural }) => `${verb} ${plural}`)).toEqual(Array(3).fill("create jobs"));
  webhook.isDown = false;
  await look();
  expect((await jobs()).length).toBe(1);
  const { failure, run } = (await status()) ?? {};
  expect([failure, run?.jobUID !== undefined]).toEqual([undefined, true]);
});

test("the start deadline counts from the first failure, and ends the run with the cause", async () => {
  const { look, status, webhook, jobs } = await scene(60);
  for (let again = 0; again < 12; again += 1) await look();
  expect((await status())?.phase).toBe("Pending");
  await look();
  const ended = await status();
  expect([ended?.phase, endReasonOf(ended)]).toEqual(["Failed", "StartDeadlineExceeded"]);
  expect(readyOf(ended)?.message).toContain(WORDS);
  expect(ended?.failure?.reason).toBe("CreateFailing");
  webhook.isDown = false;
  await look();
  expect(await jobs()).toEqual([]);
});
