import { expect, test } from "vitest";
import type { Pod } from "../../../../../src/api/job.ts";
import { PODS } from "../../../../../src/api/resources.ts";
import {
  createInquiries,
  type Question,
} from "../../../../../src/controllers/batchtask/diagnosis/inquiries.ts";
import { createFakeApi } from "../../../../support/fake-api/api.ts";
import { manualClock } from "../../../kube/support/manual-clock.ts";
import { job } from "../../../support/task.ts";
import { createPod, endedPod, WAITING } from "../../../support/pods.ts";
import { realLists } from "../../../support/real-lists.ts";

const KEY = "team/report";
const jobRef = { namespace: "team", jobName: "report-1", jobUID: "job-uid" };
const stuck: Question = {
  key: KEY,
  jobRef,
  symptom: "NotStarted",
  active: 1,
  isEnding: false,
  isFinished: false,
};
const failed: Question = { ...stuck, symptom: "Failed", job: job({ status: { failed: 1 } }) };
const ending: Question = { ...failed, isEnding: true };
const ended: Question = { ...ending, isFinished: true };
const gone: Question = { ...failed, job: undefined, symptom: "JobGone", active: 0 };

/** Inquiries of an API server whose lists take 600 ms; `lists` are the times at which they began. */
function scene() {
  const clock = manualClock();
  const { client } = createFakeApi(() => clock.now());
  const lists: number[] = [];
  const failures: Error[] = [];
  const woken: [key: string, symptom: string, atMs: number][] = [];
  const before = async (): Promise<void> => {
    lists.push(clock.monotonic());
    await clock.sleep(600);
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const inquiries = createInquiries({
    client: realLists(client, before),
    clock,
    wake: (key, symptom) => void woken.push([key, symptom, clock.monotonic()]),
  });
  return {
    client,
    clock,
    lists,
    failures,
    woken,
    inquiries,
    pod: (status: Pod["status"], uid = jobRef.jobUID) =>
      createPod(client, { ...jobRef, jobUID: uid }, status, uid),
    podGoes: ({ name, uid }: { name: string; uid: string }) =>
      client.delete(PODS, { namespace: "team", name }, { uid }),
    /** The pods that the answer names; undefined where there is none yet. */
    ask: (question: Question) => inquiries.ask(question)?.pods.map(({ metadata }) => metadata?.name),
    /** Time for a question's lists. */
    later: () => clock.advance(1_800),
  };
}

test("nobody waits: the task is looked at again once its question is answered", async () => {
  const { clock, ask, pod, woken, inquiries } = scene();
  await pod(WAITING.forImage);
  expect(ask(stuck)).toBeUndefined();
  await clock.advance(599);
  expect([ask(stuck), woken]).toEqual([undefined, []]);
  await clock.advance(1);
  expect(woken).toEqual([[KEY, "NotStarted", 600]]);
  await inquiries.answered(KEY);
  expect(ask(stuck)).toEqual(["report-1-job-uid"]);
});

test("an answer is used once", async () => {
  const { ask, later, lists, inquiries } = scene();
  ask(failed);
  await later();
  expect(ask(failed)).toEqual([]);
  expect(inquiries.answered(KEY)).toBeUndefined();
  const before = lists.length;
  expect(ask(failed)).toBeUndefined();
  await later();
  expect(ask(failed)).toEqual([]);
  expect(lists.length).toBe(2 * before);
});

test.each<[string, Question, Question]>([
  ["of another Job", failed, { ...failed, jobRef: { ...jobRef, jobUID: "other-uid" } }],
  ["of another kind", stuck, failed],
  ["asked when the Job had begun to end as failed", failed, ending],
  ["asked when the Job had ended", failed, ended],
])("an answer is none to a question %s", async (_, first, second) => {
  const { ask, pod, later } = scene();
  ask(first);
  await later();
  await pod({ phase: "Failed" }, second.jobRef.jobUID);
  expect(ask(second)).toBeUndefined();
  await later();
  expect(ask(second)).toEqual([`report-1-${second.jobRef.jobUID}`]);
});

test("nor is one that comes while the other question is being read", async () => {
  const { clock, ask, pod, later, woken } = scene();
  ask(stuck);
  await clock.advance(300);
  expect(ask(ended)).toBeUndefined();
  await pod({ phase: "Failed" });
  await later();
  expect(woken).toEqual([[KEY, "Failed", 900]]);
  expect(ask(ended)).toEqual(["report-1-job-uid"]);
});

test("how a container ended of a Job that was about to fail is known though its pod goes with the Job's end", async () => {
  const { ask, pod, podGoes, later } = scene();
  const terminated = { exitCode: 3 };
  const main = { name: "main", image: "", imageID: "", ready: false, restartCount: 0, state: { terminated } };
  const leaving = await pod({ phase: "Failed", containerStatuses: [main] });
  ask(ending);
  await later();
  await podGoes(leaving);
  expect(ask(ended)).toEqual(["report-1-job-uid"]);
});

/** A pod of a Job that is about to fail, whose container ended in the second in which somebody deleted it. */
async function sceneOfDeletion() {
  const world = scene();
  const second = "2026-01-01T00:00:00Z";
  const leaving = await world.pod({ ...endedPod(3, second), phase: "Running" });
  await world.client.mergePatch(
    PODS,
    { namespace: "team", name: leaving.name },
    {
      metadata: { deletionTimestamp: second },
    },
  );
  world.ask(ending);
  await world.later();
  return { ...world, leaving };
}

test("who has deleted a pod is read again at the Job's end, and what was seen of the pod is not lost with it", async () => {
  const { ask, podGoes, later, leaving } = await sceneOfDeletion();
  await podGoes(leaving);
  expect(ask(ended)).toBeUndefined();
  await later();
  expect(ask(ended)).toEqual(["report-1-job-uid"]);
});

test("nor by a read that fails in between", async () => {
  const { ask, podGoes, later, failures, clock, leaving } = await sceneOfDeletion();
  await podGoes(leaving);
  failures.push(new Error("away"));
  ask(ended);
  await later();
  expect(() => ask(ended)).toThrow("away");
  ask(ended);
  await clock.advance(4_000);
  expect(ask(ended)).toEqual(["report-1-job-uid"]);
});

test("where restarts are why the Job gave up it was not somebody else, and nothing is read again", async () => {
  const { ask, lists } = await sceneOfDeletion();
  const before = lists.length;
  const conditions = [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }];
  expect(
    ask({ ...ended, job: job({ spec: { backoffLimit: 1 }, status: { failed: 1, conditions } }) }),
  ).toEqual(["report-1-job-uid"]);
  expect(lists.length).toBe(before);
});

test("where none had ended badly by then the pods are read again at the Job's end", async () => {
  const { ask, pod, later } = scene();
  ask(ending);
  await later();
  await pod({ phase: "Failed" });
  expect(ask(ended)).toBeUndefined();
  await later();
  expect(ask(ended)).toEqual(["report-1-job-uid"]);
});

test("that no pod runs is asked again where it was found out more than five seconds ago; of an end that is not so", async () => {
  const { clock, ask, pod } = scene();
  await pod(WAITING.forImage);
  ask(stuck);
  await clock.advance(600 + 5_000);
  expect(ask(stuck)).toEqual(["report-1-job-uid"]);
  ask(stuck);
  await clock.advance(600 + 5_001);
  expect(ask(stuck)).toBeUndefined();
  ask(ended);
  await clock.advance(60_000);
  expect(ask(ended)).toEqual(["report-1-job-uid"]);
});

test("what can't be read is thrown by the next question, and read anew by the one after", async () => {
  for (const question of [stuck, failed, gone]) {
    const { ask, failures, later, clock, woken } = scene();
    failures.push(new Error("away"));
    ask(question);
    await later();
    expect(woken).toEqual([[KEY, question.symptom, 600]]);
    expect(() => ask(question)).toThrow("away");
    expect(ask(question)).toBeUndefined();
    await clock.advance(4_000);
    expect(ask(question)).toEqual([]);
  }
});

test("what can't be read for long is read more and more rarely, however often it is asked for", async () => {
  const { ask, clock, failures, lists } = scene();
  failures.push(...Array.from({ length: 100 }, () => new Error("away")));
  const until = async (ms: number): Promise<void> => {
    while (clock.monotonic() < ms) {
      try {
        ask(gone);
      } catch {
        // Asked again at once, as by a look that follows the one that failed.
      }
      await clock.advance(50);
    }
  };
  await until(30_000);
  expect(lists.length).toBeLessThanOrEqual(5);
  await until(10 * 60_000);
  expect(lists.length).toBeLessThanOrEqual(16);
  expect(lists.length).toBeGreaterThanOrEqual(12);
});

test("another question about the task is read at once, and so is one after an answer", async () => {
  const { ask, failures, lists, clock } = scene();
  const isReadAtOnce = async (question: Question): Promise<boolean> => {
    ask(question);
    await clock.advance(1);
    const atOnce = lists.at(-1) === clock.monotonic() - 1;
    await clock.advance(5_000);
    return atOnce;
  };
  failures.push(new Error("away"), new Error("away"));
  expect(await isReadAtOnce(gone)).toBe(true);
  expect(() => ask(gone)).toThrow("away");
  expect(await isReadAtOnce(gone)).toBe(false);
  expect(() => ask(gone)).toThrow("away");
  expect(await isReadAtOnce(ended)).toBe(true);
  expect(ask(ended)).toEqual([]);
  expect(await isReadAtOnce(gone)).toBe(true);
});

test("what was forgotten wakes nobody and answers nothing", async () => {
  const { ask, later, woken, inquiries } = scene();
  ask(stuck);
  inquiries.forget(KEY);
  expect(inquiries.answered(KEY)).toBeUndefined();
  await later();
  expect(woken).toEqual([]);
  ask(failed);
  await later();
  inquiries.forget(KEY);
  expect(ask(failed)).toBeUndefined();
});

test("once closed, nobody is woken, and who waits for an answer waits no more", async () => {
  const { clock, ask, failures, woken, inquiries } = scene();
  failures.push(new Error("away"));
  ask(gone);
  await clock.advance(600);
  expect(() => ask(gone)).toThrow("away");
  ask(gone);
  inquiries.close();
  await inquiries.answered(KEY);
  await clock.advance(60_000);
  expect(woken).toEqual([[KEY, "JobGone", 600]]);
});
