import { setTimeout as sleep } from "node:timers/promises";
import type { Action } from "../plan/schema.ts";
import type { Call } from "../proxy/call.ts";
import { forgetful } from "../support/forgetful.ts";
import { openProxy } from "../proxy/proxy.ts";
import { createWatches } from "../proxy/watches.ts";
import { describeFootprint } from "../report/figures.ts";
import { createEffects } from "../run/effects.ts";
import { footprint, INSPECTABLE } from "../run/footprint.ts";
import { startOperator } from "../run/operator.ts";
import type { Replicas } from "../run/replicas.ts";
import type { Stage } from "../run/stage.ts";
import { seeded } from "../support/random.ts";
import { growth, type Sample } from "./growth.ts";
import { lane, type Lanes } from "./lane.ts";
import { createRandomBoard, WATCH_FAULTS } from "./random-board.ts";

const nothing = (): Promise<void> => Promise.resolve();

export interface SoakOptions {
  readonly minutes: number;
  readonly lanes: number;
  readonly seed: number;
  readonly report: (line: string) => void;
}

/** Rarely enough: with each fault within two minutes of the last one, a watch waits twice as long, up to a minute. */
const WATCH_FAULT_EVERY_MS = 90_000;
const SAMPLES = 20;

/** Churn with faults by chance for so many minutes; resolves with what went wrong. */
export async function soak(stage: Stage, { minutes, lanes, seed, report }: SoakOptions): Promise<string[]> {
  const random = seeded(seed);
  const board = createRandomBoard(random);
  const watches = createWatches(() => undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- actions on watches ask for no more
  const one = { count: 1 } as Replicas;
  const effect = createEffects({
    watches,
    replicas: () => one,
    cluster: nothing,
    leader: () => 0,
    steal: nothing,
  });
  const calls = forgetful<Call>();
  const proxy = await openProxy(
    { upstream: stage.upstream, board, watches, calls, effect, starts: () => 1 },
    0,
  );
  const operator = startOperator({
    program: stage.program,
    replica: 0,
    url: proxy.url,
    args: ["--leader-elect=false"],
    nodeArgs: [INSPECTABLE],
  });
  await operator.says(/Caches are filled; serving/);
  const end = performance.now() + minutes * 60_000;
  const shared: Lanes = {
    stage,
    random,
    over: () => performance.now() > end || !operator.running(),
    violations: [],
    counts: { tasks: 0 },
  };
  const samples: Sample[] = [];

  async function measure(): Promise<void> {
    while (!shared.over()) {
      await sleep((minutes * 60_000) / SAMPLES);
      if (!operator.running()) return;
      const sample = { tasks: shared.counts.tasks, ...(await footprint(operator)) };
      samples.push(sample);
      report(`${sample.tasks} tasks, ${board.strikes()} faults, ${describeFootprint(sample)}`);
    }
  }

  async function disturb(): Promise<void> {
    while (!shared.over()) {
      await sleep(WATCH_FAULT_EVERY_MS);
      await strike(WATCH_FAULTS[Math.floor(random() * WATCH_FAULTS.length)] ?? [], effect);
    }
  }

  await Promise.all([measure(), disturb(), ...Array.from({ length: lanes }, () => lane(shared))]);
  if (!operator.running())
    shared.violations.push(`the operator ended by itself: ${operator.errors().slice(-1_000)}`);
  if (shared.violations.length > 0)
    report(`the end of the operator's log:\n${operator.log().slice(-20_000)}`);
  operator.signal("SIGKILL");
  await operator.ended;
  proxy.close();
  report(
    `growth per 10,000 tasks: RSS ${growth(samples, "rssMb").toFixed(1)} MB, heap ${growth(samples, "heapMb").toFixed(1)} MB, ` +
      `sockets ${growth(samples, "sockets").toFixed(1)} (${shared.counts.tasks} tasks, ${board.strikes()} failed calls)`,
  );
  return shared.violations;
}

async function strike(
  actions: readonly Action[],
  effect: (action: Action, replica: number) => Promise<void>,
): Promise<void> {
  for (const action of actions) await effect(action, 0);
}
