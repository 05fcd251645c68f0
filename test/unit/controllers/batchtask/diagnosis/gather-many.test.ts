import { expect, test } from "vitest";
import type { Pod } from "../../../../../src/api/job.ts";
import {
  gatherUnstarted,
  type Unstarted,
} from "../../../../../src/controllers/batchtask/diagnosis/gather-many.ts";
import { hasStarted } from "../../../../../src/status/failure/begun.ts";
import { standstillOf } from "../../../../../src/status/failure/standstill.ts";
import { createFakeApi } from "../../../../support/fake-api/api.ts";
import { createPod, createWarning, WAITING } from "../../../support/pods.ts";
import { realLists } from "../../../support/real-lists.ts";
import { recordedClient } from "../../../support/recorded-client.ts";

/** A namespace of which lists are asked, and the runs of it. */
function scene() {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  const { client: asking, calls } = recordedClient(realLists(client));
  const jobRef = (n: number) => ({ namespace: "team", jobName: `job-${n}`, jobUID: `job-uid-${n}` });
  return {
    run: (n: number, active = 1): Unstarted => ({ jobRef: jobRef(n), active }),
    pod: (n: number, status: Pod["status"], suffix?: string) => createPod(client, jobRef(n), status, suffix),
    warning: (uid: string, reason: string) => createWarning(client, "team", uid, reason),
    gather: (runs: readonly Unstarted[]) => gatherUnstarted(asking, runs),
    /** The cause of each run; null: it has begun, undefined: that can't be told. */
    causes: async (runs: readonly Unstarted[]) =>
      (await gatherUnstarted(asking, runs)).map((evidence) => {
        if (!evidence || hasStarted(evidence)) return evidence && null;
        const { reason, pod } = standstillOf(evidence) ?? {};
        return [reason, pod];
      }),
    asked: () => calls.map(({ plural, given }) => [plural, given[0]]),
  };
}

const podsIn = (phase: string) => ({
  namespace: "team",
  labelSelector: "batchtask.dev/name",
  fieldSelector: `status.phase=${phase}`,
  limit: 500,
});
const podsOf = (n: number) => ({
  namespace: "team",
  labelSelector: `batch.kubernetes.io/job-name=job-${n}`,
  limit: 20,
});
const warnings = { namespace: "team", fieldSelector: "type=Warning", limit: 500 };
const running: Pod["status"] = { phase: "Running" };

/** So many numbers, from 0. */
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

test("a hundred runs cost one list of the pods that wait and one of warnings, and each gets its own cause", async () => {
  const { run, pod, warning, causes, asked } = scene();
  const runs = numbers(100).map((n) => run(n, n % 4 === 3 ? 0 : 1));
  const expected: unknown[] = [];
  for (const n of numbers(100)) {
    const name = `job-${n}-x`;
    if (n % 4 === 0) {
      await pod(n, WAITING.forImage);
      expected.push(["ImagePullBackOff", name]);
    } else if (n % 4 === 1) {
      await pod(n, WAITING.forNode);
      expected.push(["Unschedulable", name]);
    } else if (n % 4 === 2) {
      await warning((await pod(n, WAITING.silently)).uid, "FailedMount");
      expected.push(["FailedMount", name]);
    } else {
      await warning(`job-uid-${n}`, "FailedCreate");
      expected.push(["FailedCreate", undefined]);
    }
  }
  expect(await causes(runs)).toEqual(expected);
  expect(asked()).toEqual([
    ["pods", podsIn("Pending")],
    ["events", warnings],
  ]);
});

test("where few pods don't tell, the events of each are asked for, and where all do, none", async () => {
  const { run, pod, warning, causes, asked } = scene();
  for (const n of numbers(4)) await pod(n, WAITING.forImage);
  await causes(numbers(4).map((n) => run(n)));
  expect(asked()).toEqual([["pods", podsIn("Pending")]]);
  const { uid } = await pod(4, WAITING.silently);
  await warning(uid, "FailedMount");
  expect((await causes(numbers(5).map((n) => run(n))))[4]).toEqual(["FailedMount", "job-4-x"]);
  const about = { namespace: "team", fieldSelector: `involvedObject.uid=${uid}`, limit: 50 };
  expect(asked().slice(1)).toEqual([
    ["pods", podsIn("Pending")],
    ["events", about],
  ]);
});

test("three runs and fewer are asked about one by one", async () => {
  const { run, pod, causes, asked } = scene();
  for (const n of numbers(3)) await pod(n, WAITING.forImage);
  const found = await causes(numbers(3).map((n) => run(n)));
  expect(found).toEqual(numbers(3).map((n) => ["ImagePullBackOff", `job-${n}-x`]));
  expect(asked()).toEqual(numbers(3).map((n) => ["pods", podsOf(n)]));
});

test("a Job that says it has pods, and has none that wait, is asked about by itself", async () => {
  const { run, pod, causes, asked } = scene();
  for (const n of numbers(4)) await pod(n, WAITING.forImage);
  await pod(4, running);
  expect((await causes(numbers(5).map((n) => run(n))))[4]).toBeNull();
  expect(asked()).toEqual([
    ["pods", podsIn("Pending")],
    ["pods", podsOf(4)],
  ]);
});

test("of many such the pods that run are read at once", async () => {
  const { run, pod, causes, asked } = scene();
  for (const n of numbers(10)) await pod(n, n === 0 ? WAITING.forImage : running);
  const [first, ...others] = await causes(numbers(10).map((n) => run(n)));
  expect([first, others]).toEqual([["ImagePullBackOff", "job-0-x"], Array.from({ length: 9 }, () => null)]);
  expect(asked()).toEqual([
    ["pods", podsIn("Pending")],
    ["pods", podsIn("Running")],
  ]);
});

test.each([1, 10])(
  "a pod that waits beside one that runs keeps none of %d runs from having begun",
  async (many) => {
    const { run, pod, causes } = scene();
    for (const n of numbers(many)) {
      await pod(n, WAITING.forImage);
      await pod(n, running, "y");
    }
    const others = [100, 101, 102].map((n) => run(n, 0));
    const found = await causes([...numbers(many).map((n) => run(n, 2)), ...others]);
    expect(found.slice(0, many)).toEqual(numbers(many).map(() => null));
  },
);

test("pods that have ended before their Jobs tell are seen of few; of many it can't be told whether they ran", async () => {
  const { run, pod, causes } = scene();
  for (const n of numbers(10)) await pod(n, { phase: "Succeeded" });
  const stuck = [10, 11, 12, 13];
  for (const n of stuck) await pod(n, WAITING.forImage);
  const runs = numbers(14).map((n) => run(n));
  expect((await causes(runs)).slice(0, 10)).toEqual(numbers(10).map(() => undefined));
  expect((await causes(runs.slice(7))).slice(0, 3)).toEqual([null, null, null]);
});

test("of Jobs that have very many pods that wait as many are kept as tell why", async () => {
  const { run, pod, gather } = scene();
  for (const n of numbers(4))
    for (const index of numbers(25)) await pod(n, WAITING.forImage, String(index).padStart(2, "0"));
  const found = await gather(numbers(4).map((n) => run(n, 25)));
  expect(found.map((evidence) => evidence?.pods.length)).toEqual([20, 20, 20, 20]);
});

test("a namespace of more than a page is read to its end", async () => {
  const { run, pod, causes, asked } = scene();
  for (const n of numbers(501)) await pod(n + 1_000, WAITING.silently);
  for (const n of numbers(4)) await pod(n + 5_000, WAITING.forNode);
  const found = await causes(numbers(4).map((n) => run(n + 5_000)));
  expect(found).toEqual(numbers(4).map((n) => ["Unschedulable", `job-${n + 5_000}-x`]));
  expect(asked()).toEqual([
    ["pods", podsIn("Pending")],
    ["pods", { ...podsIn("Pending"), continue: "500" }],
  ]);
});
