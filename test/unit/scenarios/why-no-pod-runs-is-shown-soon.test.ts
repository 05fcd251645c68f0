import { expect, test } from "vitest";
import { BATCHTASKS, JOBS, PODS } from "../../../src/api/resources.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { look } from "../../support/inquiries.ts";
import { createReplica } from "../support/replica.ts";
import { task } from "../support/task.ts";

const KEY = "team/report";
const LIMIT_MS = 5_000;
const never = new AbortController().signal;

const timestamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

// Time is the test's own, so that what is judged is how the operator waits and not how fast the machine is.
test.each([0, 300, 999])(
  "why no pod runs is shown within five seconds of the Job's start (%d ms into a second)",
  async (fraction) => {
    const start = Date.UTC(2026, 0, 1) + fraction;
    let time = start;
    const now = (): number => time;
    const { client } = createFakeApi(now);
    const replica = createReplica(client, now);
    const { tasks, jobs } = replica;
    tasks.upsert(await client.create(BATCHTASKS, task()));
    let { requeueAfterMs = Number.POSITIVE_INFINITY } = await look(replica, KEY, never);
    const [job] = jobs.list();
    const { namespace = "", name = "", uid = "" } = job?.metadata ?? {};
    const owner = { apiVersion: "batch/v1", kind: "Job", controller: true, name, uid };
    const labels = { "batch.kubernetes.io/job-name": name };
    const waiting = { reason: "ImagePullBackOff", message: 'Back-off pulling image "nowhere/none:1"' };
    const pod = { namespace, name: `${name}-x` };
    const main = {
      name: "main",
      image: "nowhere/none:1",
      imageID: "",
      restartCount: 0,
      ready: false,
      state: { waiting },
    };
    await client.create(PODS, { metadata: { ...pod, labels, ownerReferences: [owner] } });
    await client.mergePatch(PODS, pod, { status: { phase: "Pending", containerStatuses: [main] } });
    const status = { active: 1, startTime: timestamp(start) };
    jobs.upsert(await client.mergePatch(JOBS, { namespace, name }, { status }, { subresource: "status" }));
    const shown = async (): Promise<boolean> => {
      const { status: seen } = (await client.get(BATCHTASKS, { namespace, name: "report" })) ?? {};
      return seen?.conditions?.some(({ message }) => message.includes("nowhere/none:1")) === true;
    };

    ({ requeueAfterMs = Number.POSITIVE_INFINITY } = await look(replica, KEY, never));
    while (!(await shown()) && time + requeueAfterMs <= start + LIMIT_MS) {
      time += requeueAfterMs;
      ({ requeueAfterMs = Number.POSITIVE_INFINITY } = await look(replica, KEY, never));
    }
    expect(await shown()).toBe(true);
  },
);
