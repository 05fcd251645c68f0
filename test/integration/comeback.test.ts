import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../cluster/index.ts";
import { fromKubeconfig } from "../../src/kube/access/kubeconfig.ts";
import type { ClusterAccess } from "../../src/kube/access/access.ts";
import { systemClock } from "../../src/kube/clock.ts";
import { goesOn } from "../support/goes-on.ts";
import { openGateway, type Trouble } from "../support/gateway.ts";
import { install } from "./comeback/installation.ts";
import { completeJob } from "./comeback/job.ts";
import { startCluster } from "./support/cluster.ts";
import { eventually } from "./support/eventually.ts";
import { createWorld, nowhere, type World } from "./support/world.ts";

/** A user whose rights are RBAC's, as a ServiceAccount's: those of the cluster's owner need no table. */
const USER = "operator.test.batchtask.dev";

/** All of `npm run test:comeback`. */
const ALL = process.env["BATCHTASK_COMEBACK"] === "1";
/** So long the API server is away: by then the delays between attempts have grown to a quarter of a minute, and to a minute. */
const AWAY_MS = ALL ? 60_000 : 20_000;
const ROUNDS = ALL ? 5 : 1;
/** Longest that an operator may take to be told of everything again. */
const WATCHES_MS = 5_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(`comeback-${process.pid}`, 0);
  await cluster.kubectl([
    "create",
    "clusterrolebinding",
    "operator",
    "--clusterrole=cluster-admin",
    `--user=${USER}`,
  ]);
});
afterAll(() => cluster.down());

interface Case {
  name: string;
  /** What is before the API server. None: it is killed itself. */
  trouble?: Trouble;
  replicas: number;
  leaderElect: boolean;
  /** Longest until a Job's end is mirrored, in ms. */
  mirroredMs: number;
}

/** The Lease of a leader that has lost it is waited out from when it is seen (15 s), as after any takeover. */
const LEASE_MS = 25_000;
const one = { replicas: 1, leaderElect: false, mirroredMs: 8_000 };
const CASES: readonly Case[] = [
  ...([502, 503, 504, 429, "silence"] as const).map((trouble) => ({
    name: `a gateway: ${trouble}`,
    trouble,
    ...one,
  })),
  { name: "killed", ...one },
  { name: "killed, with a Lease", ...one, leaderElect: true, mirroredMs: LEASE_MS },
  { name: "killed, with two replicas", replicas: 2, leaderElect: true, mirroredMs: LEASE_MS },
];

/** One installation with a run that goes on. */
async function begin(one: Case, direct: ClusterAccess, stack: AsyncDisposableStack) {
  const world = stack.use(await createWorld(cluster.kubeconfig));
  const gateway = one.trouble === undefined ? undefined : stack.use(await openGateway(direct));
  const { namespace } = world;
  const operator = stack.use(install({ ...one, namespace, access: gateway?.access ?? direct }));
  await world.createTask("goes-on", { template: nowhere });
  await world.until("goes-on", ({ status }) => goesOn(status));
  return { ...one, world, gateway, operator };
}

type Begun = Awaited<ReturnType<typeof begin>>;

async function endJob(world: World): Promise<void> {
  const [job] = await world.jobs();
  if (job) await completeJob(world.client, job);
}

/**
 * Milliseconds from `since` until all watches are open, and until the Job's end is in the task. What was received after
 * `awaySince` is from after the return.
 */
async function measure(
  { name, mirroredMs, world, operator }: Begun,
  { since, awaySince }: { since: number; awaySince: number },
) {
  const age = (): number => (performance.now() - awaySince) / 1000;
  const watches = eventually(
    () => operator.watchAges(),
    (ages) => ages.every((each) => each < age()),
    60_000,
  ).then(() => performance.now() - since);
  const mirrored = world
    .until("goes-on", ({ status }) => status?.phase === "Succeeded")
    .then(() => performance.now() - since);
  return { name, mirroredMs, watches: Math.round(await watches), mirrored: Math.round(await mirrored) };
}

async function apiServerAnswers(all: readonly Begun[]): Promise<void> {
  for (;;) {
    const client = all[0]?.world.client;
    const answered = await client
      ?.raw("GET", "/readyz", { signal: AbortSignal.timeout(1_000) })
      .catch(() => undefined);
    if (answered) return;
    await setTimeout(20);
  }
}

/** After so long an API server that has just started has told everybody what it has. */
const SETTLED_MS = 8_000;

/** Puts everything to trouble, ends the Jobs meanwhile, and measures from the return of what was away. */
async function play(all: readonly Begun[]) {
  const [behind, before] = [all.filter(({ gateway }) => gateway), all.filter(({ gateway }) => !gateway)];
  const endJobs = (some: readonly Begun[]) => Promise.all(some.map(({ world }) => endJob(world)));
  // What ends is told to nobody but the operator: the Job controller's own way back is another story.
  await cluster.stopComponent("kube-controller-manager");
  for (const { trouble, gateway } of behind) if (trouble !== undefined) gateway?.close(trouble);
  await setTimeout(1_000);
  await endJobs(behind);
  await cluster.stopComponent("kube-apiserver", "SIGKILL");
  const awaySince = performance.now();
  await setTimeout(AWAY_MS);
  await cluster.startComponent("kube-apiserver");
  await apiServerAnswers(all);
  const answersSince = performance.now();
  const direct = before.map((each) => measure(each, { since: answersSince, awaySince }));
  await endJobs(before);
  await setTimeout(SETTLED_MS);
  const openSince = performance.now();
  for (const { gateway } of behind) gateway?.open();
  const through = behind.map((each) => measure(each, { since: openSince, awaySince: openSince }));
  const measured = await Promise.all([...direct, ...through]);
  await cluster.startComponent("kube-controller-manager");
  return measured;
}

test.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
  "an API server that was away, round %i: all watches are open 5 s after its return, and what ended meanwhile is told",
  { timeout: 5 * 60_000 },
  async (round) => {
    await using stack = new AsyncDisposableStack();
    const direct = await fromKubeconfig({
      path: cluster.kubeconfig,
      clock: systemClock,
      impersonate: { as: USER },
    });
    const all = await Promise.all(CASES.map((each) => begin(each, direct, stack)));
    for (const { name, mirroredMs, watches, mirrored } of await play(all)) {
      if (ALL)
        process.stderr.write(`${round}, ${name}: watches ${watches} ms, the Job's end ${mirrored} ms\n`);
      expect.soft(watches, `${name}: watches, ms`).toBeLessThan(WATCHES_MS);
      expect.soft(mirrored, `${name}: the Job's end, ms`).toBeLessThan(mirroredMs);
    }
  },
);
