import type { BatchTask } from "../../../src/api/batchtask.ts";
import { RERUN_ANNOTATION, RERUN_OVERRIDES_ANNOTATION } from "../../../src/api/group.ts";
import { isRecord } from "../../../src/kube/json.ts";
import { BATCHTASKS, EVENTS, JOBS } from "../../../src/api/resources.ts";
import { guard, guardrailsOf } from "../../../src/guardrails/guard.ts";
import { jobName } from "../../../src/job/job-name.ts";
import { createFakeApi, type FakeApi } from "../fake-api/api.ts";
import type { Stored } from "../fake-api/kinds.ts";
import { underPolicies } from "../unguarded.ts";
import type { Command, JobEvent } from "./commands.ts";
import { isAbout, jobEventOf } from "./job-events.ts";
import { createNetwork, type Network } from "./network.ts";
import { createOracles, isForeign, restsAsEnded } from "./oracles.ts";
import { createReplica, type Replica } from "./replica.ts";
import { createRunOracles } from "./run-oracles.ts";
import { PLAIN, type Setting } from "./setting.ts";
import { createTimesOracle } from "./times-oracle.ts";

const ref = { namespace: "ns", name: "t" };
const KEY = "ns/t";
const ALL = { tasks: Number.POSITIVE_INFINITY, jobs: Number.POSITIVE_INFINITY };
/** Reconciles in a row that bring any task to rest, at most. */
const ROUNDS = 24;

/** What a rerun may be asked with. */
const overridesFor = (rerun: string): string => JSON.stringify({ rerun, args: [rerun] });

/** One task, one leader, one standby, and a world that gets in their way. */
export interface Simulation {
  api: FakeApi;
  network: Network;
  step(command: Command): Promise<void>;
  /** All that is under way arrives, and nothing more goes wrong: the operator must come to rest. */
  settle(): Promise<void>;
  task(): BatchTask | undefined;
  /** The author goes back to the spec of the beginning. */
  revert(): Promise<void>;
  /** The leader reconciles, with what its caches hold. */
  reconcileOnce(): ReturnType<Replica["reconcile"]>;
  /** Live reads that found the cache to be old. */
  staleReads(): number;
}

export async function createSimulation(setting: Setting = PLAIN): Promise<Simulation> {
  const { policies } = setting;
  let ticks = 0;
  let seen = 0;
  let stale = 0;
  const now = (): number => Date.UTC(2026, 0, 1) + ticks * 1000;
  const api = createFakeApi(now);
  const guardrails = underPolicies(policies);
  const oracles = createOracles(() => jobs());
  const times = createTimesOracle(now);
  const runs = createRunOracles((asked) => guard(asked, guardrailsOf(policies)).spec);
  const network = createNetwork(
    (name, uid) => {
      // One that is bound to the Job that was there before is refused by the API server.
      const there = jobs().find((job) => job.metadata?.name === name);
      if (there && isForeign(there) && (uid === undefined || uid === there.metadata?.uid))
        throw new Error(`a patch of ${name}, which belongs to somebody else`);
    },
    () => (stale += 1),
  );
  const replica = (): Promise<Replica> => createReplica({ api, network, guardrails }, now);
  const newLeader = async (): Promise<Replica> => {
    const made = await replica();
    made.lead();
    return made;
  };
  let leader = await newLeader();
  let standby = await replica();

  const jobs = (): Stored[] => api.objects("jobs");
  const ownJobs = (): Stored[] => jobs().filter((job) => !isForeign(job));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake API server stores tasks under this name only
  const task = (): BatchTask | undefined => api.objects("batchtasks")[0] as BatchTask | undefined;

  async function remove(job: Stored | undefined): Promise<void> {
    const { name = "", uid = "" } = job?.metadata ?? {};
    if (!job) return;
    await api.client.delete(JOBS, { namespace: "ns", name }, { uid });
  }

  async function jobEvent(event: JobEvent): Promise<void> {
    const job = ownJobs().at(-1);
    if (!job) return;
    const name = job.metadata?.name ?? "";
    const status = statusAfter(job, event, new Date(now()).toISOString().replace(".000", ""));
    if (!status) return;
    if (event === "hold" || event === "admit")
      await api.client.mergePatch(JOBS, { ...ref, name }, { spec: { suspend: event === "hold" } });
    await api.client.mergePatch(JOBS, { ...ref, name }, { status }, { subresource: "status" });
    await api.client.create(EVENTS, jobEventOf(job, event, `${name}.${ticks}`));
  }

  async function edit(spec: object): Promise<void> {
    if (task()) await api.client.mergePatch(BATCHTASKS, ref, { spec });
  }

  async function revert(): Promise<void> {
    const first = newTask(setting).spec;
    const added = Object.keys(task()?.spec ?? {}).filter((field) => !(field in first));
    await edit({ ...first, ...Object.fromEntries(added.map((field) => [field, null])) });
  }

  async function foreign(): Promise<void> {
    const { metadata, status } = task() ?? {};
    if (!metadata) return;
    const name = jobName(metadata, (status?.run?.number ?? 0) + 1);
    if (!jobs().some((job) => job.metadata?.name === name))
      await api.client.create(JOBS, { metadata: { namespace: "ns", name } });
  }

  async function collectGarbage(): Promise<void> {
    const uid = task()?.metadata.uid;
    for (const job of ownJobs()) if (job.metadata?.ownerReferences?.[0]?.uid !== uid) await remove(job);
  }

  async function land(): Promise<void> {
    for (const straggler of network.stragglers.splice(0)) await straggler.land().catch(() => undefined);
  }

  async function takeOver(): Promise<void> {
    leader = standby;
    leader.lead();
    standby = await replica();
  }

  /**
   * A Job whose creation is on record, or that the Job controller has told of while its run is due: see
   * "A run whose creation was never recorded" in docs/decisions/0003.
   */
  function removable(): Stored | undefined {
    const { metadata: own, status } = task() ?? {};
    const { run, conditions } = status ?? {};
    const isDue = !run || conditions?.find(({ type }) => type === "Ready")?.reason === "Pending";
    const runName = run?.jobName ?? (own && jobName(own, 1));
    const isTold = (uid: string | undefined): boolean => isDue && api.objects("events").some(isAbout(uid));
    return ownJobs().find(
      ({ metadata }) =>
        metadata?.uid === run?.jobUID || (metadata?.name === runName && isTold(metadata?.uid)),
    );
  }

  const steps: { [K in Command["do"]]: (command: Extract<Command, { do: K }>) => Promise<void> } = {
    create: async () => void (task() ?? (await api.client.create(BATCHTASKS, newTask(setting)))),
    async delete() {
      const uid = task()?.metadata.uid;
      if (uid) await api.client.delete(BATCHTASKS, ref, { uid });
    },
    edit: ({ spec }) => edit(spec),
    async rerun({ value, overridden }) {
      const overrides = overridden && { [RERUN_OVERRIDES_ANNOTATION]: overridesFor(value) };
      const annotations = { [RERUN_ANNOTATION]: value, ...overrides };
      if (task()) await api.client.mergePatch(BATCHTASKS, ref, { metadata: { annotations } });
    },
    job: ({ event }) => jobEvent(event),
    removeJob: () => remove(removable()),
    collectGarbage,
    foreign,
    removeForeign: () => remove(jobs().find(isForeign)),
    async deliver({ to, ...counts }) {
      (to === "leader" ? leader : standby).deliver(counts);
    },
    async reconcile({ fresh, fault }) {
      if (fresh) leader.deliver(ALL);
      if ((await leader.reconcile(KEY, fault)) === "crashed") leader = await newLeader();
    },
    takeOver,
    async restart() {
      leader = await newLeader();
    },
    land,
    async pass({ seconds }) {
      ticks += seconds;
    },
  };

  /** A request is not on its way for longer than a run takes and its Job is kept (docs/decisions/0003). */
  function forget({ metadata }: Stored): void {
    network.stragglers = network.stragglers.filter(({ creates }) => creates !== metadata?.name);
  }

  function check(): void {
    for (; seen < api.changes.length; seen += 1) {
      const change = api.changes[seen];
      if (!change) continue;
      oracles.see(change);
      runs.see(change);
      times.see(change);
      if (change.plural === "jobs" && change.type === "DELETED") forget(change.object);
    }
  }

  async function step(command: Command): Promise<void> {
    ticks += 1;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table's key is the command's own
    const run = steps[command.do] as (command: Command) => Promise<void>;
    await run(command);
    check();
  }

  async function settle(): Promise<void> {
    await land();
    for (let round = 0; round < ROUNDS; round += 1) {
      ticks += 1;
      const before = network.writes;
      leader.deliver(ALL);
      await leader.reconcile(KEY);
      check();
      if (network.writes === before && !leader.owes()) return atRest();
    }
    throw new Error(`no rest after ${ROUNDS} reconciles: ${JSON.stringify(task()?.status)}`);
  }

  /** Whoever looks at it now, as the leader or as a new process, finds nothing to do. */
  async function atRest(): Promise<void> {
    const before = network.writes;
    leader = await newLeader();
    await leader.reconcile(KEY);
    const { metadata, status } = task() ?? {};
    if (network.writes > before || leader.owes())
      throw new Error(`a write at rest: ${JSON.stringify(status)}`);
    if (status && !restsAsEnded(status)) throw new Error(`ended, and not said so: ${JSON.stringify(status)}`);
    if (metadata && status?.observedGeneration !== metadata.generation)
      throw new Error(`at rest with an edit that was not seen: ${JSON.stringify([metadata, status])}`);
    const found = task();
    if (found) runs.atRest(found);
    if (found) times.atRest(found);
  }

  await step({ do: "create" });
  return {
    api,
    network,
    step,
    settle,
    task,
    revert,
    reconcileOnce: () => leader.reconcile(KEY),
    staleReads: () => stale,
  };
}

function newTask({ spec: numbers, labels, schedule }: Setting): BatchTask {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "a" }] } };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server fills in the rest of metadata
  return {
    metadata: { ...ref, ...(labels && { labels }) },
    spec: { template, ...numbers, runs: { onChange: "WhenFinished", ...(schedule && { schedule }) } },
  } as BatchTask;
}

/** What the Job controller writes; undefined where the Job has ended, or is not that far. */
function statusAfter(job: Stored, event: JobEvent, at: string): object | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this very function
  const before = (job.status ?? {}) as {
    conditions?: { type: string; status: string }[];
    startTime?: string;
  };
  const has = (type: string): boolean =>
    before.conditions?.some((c) => c.type === type && c.status === "True") === true;
  if (has("Complete") || has("Failed")) return undefined;
  const isSuspended = isRecord(job.spec) && job.spec["suspend"] === true;
  if (isSuspended && (event === "start" || event === "succeed")) return undefined;
  const condition = (type: string, more: object = {}) => ({
    type,
    status: "True",
    lastTransitionTime: at,
    ...more,
  });
  const startTime = before.startTime ?? at;
  const why = { reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit" };
  switch (event) {
    case "start":
      return { startTime, active: 1, conditions: [] };
    case "suspend":
    case "hold":
      return { active: 0, conditions: [condition("Suspended")] };
    case "admit":
      return { active: 0, conditions: [] };
    case "failing":
      return { startTime, active: 1, failed: 1, conditions: [condition("FailureTarget", why)] };
    case "fail":
      return { startTime, active: 0, failed: 1, conditions: [condition("Failed", why)] };
    case "succeed":
      if (has("FailureTarget")) return undefined;
      return { startTime, active: 0, succeeded: 1, completionTime: at, conditions: [condition("Complete")] };
  }
}
