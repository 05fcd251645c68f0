import { DEFERRED_MS } from "../../../../../src/controllers/batchtask/status-writer/deferral.ts";
import type { StatusStep } from "../../../../../src/controllers/batchtask/status-writer/status-writer.ts";
import { expect, test } from "vitest";
import { reconcile } from "../../../../../src/controllers/batchtask/reconcile.ts";
import { BATCHTASKS } from "../../../../../src/api/resources.ts";
import { createFakeApi } from "../../../../support/fake-api/api.ts";
import { createReplica } from "../../../support/replica.ts";
import { task } from "../../../support/task.ts";

const never = new AbortController().signal;
let time = Date.UTC(2026, 0, 1);
const now = (): number => time;

test("a status is told of once it is stored, and neither where the write failed nor where there was none", async () => {
  const { client } = createFakeApi(now);
  const told: StatusStep[] = [];
  const events: string[] = [];
  let refuses = false;
  const fickle: typeof client = {
    ...client,
    replaceStatus: (...call) =>
      refuses ? Promise.reject(new Error("refused")) : client.replaceStatus(...call),
  };
  const options = createReplica(fickle, now, {
    onStatus: (step) => told.push(step),
    tell: (_, { reason }) => events.push(reason),
  });
  const refused = async () => {
    refuses = true;
    await expect(reconcile(options, "team/report", never)).rejects.toThrow("refused");
    refuses = false;
  };
  options.tasks.upsert(await client.create(BATCHTASKS, task()));

  await refused();
  expect(told).toEqual([]);
  await reconcile(options, "team/report", never);
  expect(told.map(({ before, after }) => [before?.run?.number, after.run?.number])).toEqual([[undefined, 1]]);
  expect((await client.get(BATCHTASKS, { namespace: "team", name: "report" }))?.status).toEqual(
    told[0]?.after,
  );

  // The Job is created, its record is owed, and then refused.
  time += DEFERRED_MS;
  await refused();
  expect([told.length, events]).toEqual([1, []]);
  await reconcile(options, "team/report", never);
  expect(told[1]).toMatchObject({ at: now(), job: { metadata: { name: told[0]?.after.run?.jobName } } });
  expect([told.length, events]).toEqual([2, ["RunStarted"]]);
  await reconcile(options, "team/report", never);
  expect(told.length).toBe(2);
});
