import { expect, test } from "vitest";
import { readyOf } from "../../../src/api/condition.ts";
import { BATCHTASKS, EVENTS, JOBS } from "../../../src/api/resources.ts";
import { reconcile } from "../../../src/controllers/batchtask/reconcile.ts";
import { ApiError, TransportError } from "../../../src/kube/errors.ts";
import { guardrailsOf } from "../../../src/guardrails/guard.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { createReplica, withoutJobs } from "../support/replica.ts";
import { task, TASK_KEY, TASK_REF } from "../support/task.ts";

const never = new AbortController().signal;
const START = "2026-01-01T00:00:00Z";
const WORDS = 'Internal error occurred: failed calling webhook "w.example": connection refused';
const failed = (message: string) =>
  new ApiError({ status: 500, body: JSON.stringify({ kind: "Status", message }), method: "POST", path: "/" });
const webhookDown = () => failed(WORDS);
const internal = () => failed("etcdserver: request timed out");
const lostAnswer = () =>
  new TransportError("no answer", { code: "UND_ERR_HEADERS_TIMEOUT", maybeSent: true });
const clock = () => {
  let t = Date.UTC(2026, 0, 1);
  return { now: () => t, add: (ms: number) => void (t += ms) };
};

/** A task whose Job's creations are answered as planned, then as they are; "lost": carried out, and no answer comes. */
async function planned(plan: (ApiError | "lost" | "failed")[]) {
  const c = clock();
  const { client, changes } = createFakeApi(c.now);
  const create: typeof client.create = async (res, ...rest) => {
    const answer = res.plural === JOBS.plural ? plan.shift() : undefined;
    if (answer instanceof ApiError) throw answer;
    const made = await client.create(res, ...rest);
    if (answer === "lost") throw lostAnswer();
    if (answer === "failed") throw internal();
    return made;
  };
  const replica = createReplica({ ...client, create }, c.now);
  replica.tasks.upsert(await client.create(BATCHTASKS, task()));
  const look = () => {
    c.add(1000);
    return reconcile(replica, TASK_KEY, never).catch((e: unknown) => {
      if (!(e instanceof ApiError || e instanceof TransportError)) throw e;
    });
  };
  return { client, changes, replica, look, now: c.now };
}

test.each([
  ["webhook", webhookDown],
  ["other 500", internal],
])(
  "a creation whose answer was lost is remembered beyond a refusal after it (%s): the Job that came and went is not made again",
  async (_, second) => {
    const { client, changes, look } = await planned(["lost", second()]);
    for (let looks = 0; looks < 2; looks += 1) await look();
    // The watch of Jobs is behind; the Job ran, its events tell, and somebody removed it.
    const [job] = (await client.list(JOBS)).items;
    const { name = "", namespace = "", uid = "" } = job?.metadata ?? {};
    await client.create(EVENTS, {
      metadata: { name: "e", namespace },
      type: "Normal",
      reason: "Completed",
      involvedObject: { kind: "Job", name, namespace, uid },
    });
    await client.delete(JOBS, { name, namespace }, { uid });
    await look();
    const made = changes
      .filter((one) => one.plural === "jobs" && one.type === "ADDED")
      .map(({ object }) => object.metadata?.name);
    expect(made.length).toBe(1);
  },
);

test("a Job of an edited spec that is found by its events is the edit's own: no second run", async () => {
  const c = clock();
  const { client } = createFakeApi(c.now);
  let phase = 0;
  const create: typeof client.create = async (res, ...rest) => {
    if (res.plural !== JOBS.plural) return client.create(res, ...rest);
    if (phase === 0) throw internal();
    return client.create(res, ...rest);
  };
  const predecessor = createReplica({ ...client, create }, c.now);
  predecessor.tasks.upsert(await client.create(BATCHTASKS, task()));
  const look = (r: typeof predecessor) => {
    c.add(5000);
    return reconcile(r, TASK_KEY, never).catch((e: unknown) => {
      if (!(e instanceof ApiError || e instanceof TransportError)) throw e;
    });
  };
  for (let i = 0; i < 3; i += 1) await look(predecessor);
  const template = {
    spec: { restartPolicy: "Never" as const, containers: [{ name: "main", image: "mended:2" }] },
  };
  const edited = await client.mergePatch(BATCHTASKS, TASK_REF, { spec: { template } });
  predecessor.tasks.upsert(edited);
  phase = 1;
  // Creates the Job of the edited spec, and ends before it can say so.
  const dying = {
    ...predecessor,
    client: { ...predecessor.client, replaceStatus: () => Promise.reject(lostAnswer()) },
  };
  const { createStatusWriter } = await import(
    "../../../src/controllers/batchtask/status-writer/status-writer.ts"
  );
  const { createDeferral } = await import("../../../src/controllers/batchtask/status-writer/deferral.ts");
  await look({
    ...dying,
    statusWriter: createStatusWriter({
      client: dying.client,
      tasks: predecessor.tasks,
      deferral: createDeferral(c.now),
      now: c.now,
      tell: () => undefined,
    }),
  });
  const [job] = (await client.list(JOBS)).items;
  const { name = "", namespace = "", uid = "" } = job?.metadata ?? {};
  expect(job?.spec?.template?.spec?.containers?.[0]?.image).toBe("mended:2");
  await client.create(EVENTS, {
    metadata: { name: "e", namespace },
    type: "Normal",
    reason: "SuccessfulCreate",
    involvedObject: { kind: "Job", name, namespace, uid },
  });
  // Takes over; its cache of Jobs is a moment behind.
  const next = createReplica(client, c.now);
  next.tasks.upsert((await client.get(BATCHTASKS, TASK_REF)) ?? edited);
  await look(next);
  const done = { type: "Complete", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" };
  await client.mergePatch(
    JOBS,
    { name, namespace },
    { status: { succeeded: 1, startTime: "2026-01-01T00:00:00Z", conditions: [done] } },
    { subresource: "status" },
  );
  for (let i = 0; i < 6; i += 1) {
    for (const one of (await client.list(JOBS)).items) next.jobs.upsert(one);
    await look(next);
  }
  const jobs = (await client.list(JOBS)).items.map((one) => [
    one.metadata?.name,
    one.spec?.template?.spec?.containers?.[0]?.image,
  ]);
  expect(jobs).toHaveLength(1);
});

/** An Indexed task that asks for ten completions under a policy that caps them at five, and its Job. */
async function capped() {
  const c = clock();
  const { client } = createFakeApi(c.now);
  const guardrails = guardrailsOf([{ name: "p", mode: "Enforce", rules: { completions: { max: 5 } } }]);
  const options = { ...createReplica(client, c.now), guardrails: () => guardrails };
  const look = async () => {
    c.add(10_000);
    for (const one of (await client.list(BATCHTASKS)).items) options.tasks.upsert(one);
    for (const one of (await client.list(JOBS)).items) options.jobs.upsert(one);
    await reconcile(options, TASK_KEY, never);
    return (await client.get(BATCHTASKS, TASK_REF))?.status;
  };
  const edit = () => client.mergePatch(BATCHTASKS, TASK_REF, { spec: { completions: 8 } });
  await client.create(BATCHTASKS, task({ completionMode: "Indexed", completions: 10, parallelism: 2 }));
  for (let looks = 0; looks < 3; looks += 1) await look();
  const [job] = options.jobs.list();
  expect(job?.spec?.completions).toBe(5);
  const { name = "", uid = "" } = job?.metadata ?? {};
  const ref = { namespace: TASK_REF.namespace, name };
  const finish = async () => {
    const done = { type: "Complete", status: "True", lastTransitionTime: START };
    const status = { succeeded: 5, startTime: START, conditions: [done] };
    await client.mergePatch(JOBS, ref, { status }, { subresource: "status" });
  };
  const remove = async () => {
    await client.delete(JOBS, ref, { uid });
    Object.assign(options, withoutJobs());
    c.add(3_600_000);
  };
  return { look, edit, finish, remove };
}

test("an edit under a policy's cap starts its run at once, and none once the Job is gone", async () => {
  const { look, edit, finish, remove } = await capped();
  await finish();
  expect((await look())?.phase).toBe("Succeeded");
  await edit();
  for (let looks = 0; looks < 2; looks += 1) await look();
  const started = (await look())?.run?.number;
  await remove();
  await look();
  expect([started, (await look())?.run?.number]).toEqual([2, 2]);
});

test("the same edit of a running Job starts its run once that one has ended", async () => {
  const { look, edit, finish } = await capped();
  await edit();
  await look();
  await finish();
  for (let looks = 0; looks < 2; looks += 1) await look();
  expect((await look())?.run?.number).toBe(2);
});

test.each([
  ["nothing waits", undefined],
  ["a rerun waits", "again"],
])("an end whose answer was lost is told where %s", async (_, rerun) => {
  const c = clock();
  const { client } = createFakeApi(c.now);
  const told: string[] = [];
  const steps: string[] = [];
  let lose = false;
  const replaceStatus: typeof client.replaceStatus = async (...call) => {
    const written = await client.replaceStatus(...call);
    if (lose) {
      lose = false;
      throw lostAnswer();
    }
    return written;
  };
  const replica = createReplica({ ...client, replaceStatus }, c.now, {
    tell: (_t, e) => told.push(e.reason),
    onStatus: ({ after }) => steps.push(`${after.run?.number} ${after.phase}`),
  });
  const look = async () => {
    c.add(5_000);
    for (const one of (await client.list(BATCHTASKS)).items) replica.tasks.upsert(one);
    for (const one of (await client.list(JOBS)).items) replica.jobs.upsert(one);
    await reconcile(replica, TASK_KEY, never).catch((e: unknown) => {
      if (!(e instanceof TransportError)) throw e;
    });
  };
  await client.create(BATCHTASKS, task());
  await look();
  await look();
  await look();
  if (rerun) {
    await client.mergePatch(BATCHTASKS, TASK_REF, {
      metadata: { annotations: { "batchtask.dev/rerun": rerun } },
    });
    await look();
  }
  const [job] = (await client.list(JOBS)).items;
  const ref = { name: job?.metadata?.name ?? "", namespace: "team" };
  const done = { type: "Complete", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" };
  await client.mergePatch(
    JOBS,
    ref,
    { status: { succeeded: 1, startTime: "2026-01-01T00:00:00Z", conditions: [done] } },
    { subresource: "status" },
  );
  lose = true;
  await look();
  await look();
  await look();
  expect(told).toContain("Succeeded");
  expect(steps).toContain("1 Succeeded");
});

test("no failure to create is told of a Job that is there", async () => {
  const { client, replica, look, now } = await planned([internal(), internal(), internal(), "failed"]);
  for (let i = 0; i < 4; i += 1) await look();
  const [job] = (await client.list(JOBS)).items;
  const { name = "", namespace = "" } = job?.metadata ?? {};
  await client.mergePatch(
    JOBS,
    { name, namespace },
    { status: { active: 1, startTime: new Date(now()).toISOString() } },
    { subresource: "status" },
  );
  for (const one of (await client.list(JOBS)).items) replica.jobs.upsert(one);
  await look();
  const s = (await client.get(BATCHTASKS, TASK_REF))?.status;
  expect(readyOf(s)?.reason).not.toBe("CreateFailing");
});
