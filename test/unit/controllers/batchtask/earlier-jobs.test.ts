import { expect, test } from "vitest";
import { EVENTS } from "../../../../src/api/resources.ts";
import { createEarlierJobs } from "../../../../src/controllers/batchtask/earlier-jobs.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { refuse } from "../../../support/fake-api/refuse.ts";
import { manualClock } from "../../kube/support/manual-clock.ts";
import { recordedClient } from "../../support/recorded-client.ts";
import { job } from "../../support/task.ts";

const never = new AbortController().signal;

/** A namespace with an event about each of some Jobs; `failure` answers each list. */
async function scene({ told = [], failure }: { told?: readonly string[]; failure?: Error } = {}) {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  for (const name of told)
    await client.create(EVENTS, {
      metadata: { namespace: "team", name },
      involvedObject: { kind: "Job", namespace: "team", name, uid: `${name}-uid` },
    });
  const list = () => Promise.reject(failure ?? new Error("none"));
  const { client: asked, verbs } = recordedClient({ ...client, ...(failure && { list }) });
  const clock = manualClock();
  const ended = new AbortController();
  const cached = job({ metadata: { namespace: "team", name: "cached", uid: "cached-uid" } });
  const earlier = createEarlierJobs({
    client: asked,
    jobs: { list: () => [cached] },
    clock,
    signal: ended.signal,
  });
  const ask = (...names: string[]) =>
    Promise.all(names.map((name) => earlier.uidOf({ namespace: "team", name }, never)));
  return { ask, verbs, clock, ended };
}

test("a Job of which an event tells was there", async () => {
  const { ask, verbs } = await scene({ told: ["a", "b"] });
  expect(await ask("a", "c")).toEqual(["a-uid", undefined]);
  expect(verbs()).toEqual(["list events", "list events"]);
});

test("many who ask at the same time are answered by one read, and by the Jobs that are there", async () => {
  const { ask, verbs, clock } = await scene({ told: ["a", "b", "d"] });
  const names = ["x", "y", "z", "a", "cached", "none", "d"];
  const answers = [undefined, undefined, undefined, "a-uid", "cached-uid", undefined, "d-uid"];
  expect(await ask(...names)).toEqual(answers);
  expect(verbs().length).toBe(4);
  expect(await ask(...names)).toEqual(answers);
  expect(verbs().length).toBe(7);
  await clock.advance(30_000);
  expect(await ask(...names)).toEqual(answers);
  expect(verbs().length).toBe(11);
});

test("who may not read events starts all the same; what may go away is tried again", async () => {
  const forbidden = await scene({ failure: refuse(403, "Forbidden", "events") });
  expect(await forbidden.ask("a")).toEqual([undefined]);
  const away = await scene({ failure: refuse(503, "ServiceUnavailable", "events") });
  await expect(away.ask("a")).rejects.toMatchObject({ status: 503 });
  await expect(away.ask("a", "b", "c", "d")).rejects.toMatchObject({ status: 503 });
});

test("what is kept keeps no timer once nobody asks any more", async () => {
  const { ask, verbs, clock, ended } = await scene({ told: ["a"] });
  await ask("w", "x", "y", "z");
  ended.abort();
  await clock.advance(0);
  await ask("w", "x", "y", "a");
  expect(verbs().length).toBe(8);
});
