import { beforeAll, describe, inject, test } from "vitest";
import { type Lease, LEASES } from "../../src/kube/leader-election/lease.ts";
import { metaTime } from "../../src/kube/time.ts";
import { EACH_MINUTE, type Minutes, nextMinutes, runFor, timesOf, until } from "./schedule/minutes.ts";
import { eventually } from "./support/eventually.ts";
import { type OperatorProcess, startProcess } from "./support/process.ts";
import { createWorld, type World } from "./support/world.ts";

/** The longest lead, two minutes, and what comes after them. */
const STORY_MS = 240_000;
/** For two processes to start on a busy machine. */
const LEAD_MS = 25_000;
/** How long the one that takes over waits for the Lease to be over, and its first steps. */
const TAKEOVER_MS = 30_000;
const DEADLINE_SECONDS = 5;

let minutes: Minutes;
beforeAll(async () => {
  minutes = await nextMinutes(LEAD_MS);
});

const runs = (more: object = {}) => ({ runs: { schedule: { cron: EACH_MINUTE, ...more } } });
const waits = (world: World, name: string) =>
  world.until(name, ({ status }) => status?.schedule?.nextStartTime === metaTime(minutes.first));

/** The operator as its users start it, killed at the end. */
function replica({ namespace }: World): OperatorProcess & Disposable {
  const where = [`--namespace=${namespace}`, `--lease-namespace=${namespace}`];
  const started = startProcess([`--kubeconfig=${inject("kubeconfig")}`, ...where], {});
  return { ...started, [Symbol.dispose]: () => void started.child.kill("SIGKILL") };
}

async function untilItServes({ ask }: OperatorProcess): Promise<void> {
  await eventually(
    () => ask("/readyz"),
    ({ status }) => status === 200,
  );
}

const holder = async ({ client, namespace }: World) => {
  const { items } = await client.list<Lease>(LEASES, { namespace });
  return items[0]?.spec?.holderIdentity;
};

describe.concurrent("a schedule of each minute", { timeout: STORY_MS }, () => {
  test("an operator that is started again between two of them", async ({ expect }) => {
    await using world = await createWorld();
    const first = await world.startOperator();
    await world.createTask("restarted", runs());
    await until(minutes.first);
    await runFor(world, "restarted", 1, minutes.first);
    await world.until("restarted", ({ status }) => status?.phase === "Scheduled");
    await first.stop();
    await world.startOperator();
    await until(minutes.second);
    const { status } = await runFor(world, "restarted", 2, minutes.second);
    expect(status?.schedule).not.toHaveProperty("missedTimes");
    expect(await timesOf(world, "restarted")).toEqual([metaTime(minutes.first), metaTime(minutes.second)]);
  });

  test("an operator that was away over two of them: one run, for the latest", async ({ expect }) => {
    await using world = await createWorld();
    const first = await world.startOperator();
    await world.createTask("away", runs());
    await world.createTask("strict", runs({ startingDeadlineSeconds: DEADLINE_SECONDS }));
    await waits(world, "away");
    await waits(world, "strict");
    await first.stop();
    await until(minutes.second, (DEADLINE_SECONDS + 2) * 1_000);
    expect(await world.jobs()).toEqual([]);
    await world.startOperator();
    const { status } = await runFor(world, "away", 1, minutes.second);
    const [one, two] = [metaTime(minutes.first), metaTime(minutes.second)];
    expect(status?.schedule).toMatchObject({
      missedTimes: 1,
      missed: [{ scheduleTime: one, reason: "OperatorAway" }],
    });
    expect(await timesOf(world, "away")).toEqual([two]);
    const strict = await world.until("strict", (task) => task.status?.schedule?.missedTimes === 2);
    expect(strict.status?.schedule?.missed).toEqual([
      { scheduleTime: two, reason: "TooLate" },
      { scheduleTime: one, reason: "OperatorAway" },
    ]);
    expect(await timesOf(world, "strict")).toEqual([]);
  });

  test("a leader that dies in the second before it: the next one starts it, once", async ({ expect }) => {
    await using world = await createWorld();
    using leader = replica(world);
    await eventually(
      () => holder(world),
      (name) => Boolean(name),
    );
    using standby = replica(world);
    await world.createTask("handed", runs());
    await waits(world, "handed");
    await untilItServes(standby);
    const before = await holder(world);
    await until(minutes.first, -500);
    leader.child.kill("SIGKILL");
    expect(Date.now()).toBeLessThan(minutes.first);
    await until(minutes.first);
    await eventually(
      () => world.jobs(),
      (jobs) => jobs.length > 0,
      TAKEOVER_MS,
    );
    expect(await holder(world)).not.toBe(before);
    await runFor(world, "handed", 1, minutes.first);
    expect(standby.errors()).toBe("");
    await until(minutes.second);
    const { status } = await runFor(world, "handed", 2, minutes.second);
    expect(status?.schedule).not.toHaveProperty("missedTimes");
    expect(await timesOf(world, "handed")).toEqual([metaTime(minutes.first), metaTime(minutes.second)]);
  });
});
