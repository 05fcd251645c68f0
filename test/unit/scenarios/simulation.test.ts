import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { canonicalJson } from "../../../src/job/canonical.ts";
import { type Command, edits, histories, longHistories } from "../../support/simulation/commands.ts";
import { FREEZES, PLAIN, SCHEDULES, SETTINGS, type Setting } from "../../support/simulation/setting.ts";
import { createSimulation, type Simulation } from "../../support/simulation/simulation.ts";

/**
 * Histories in a unit run. The exhaustive command is
 * `BATCHTASK_HISTORIES=100000 npx vitest run --project unit test/unit/scenarios/simulation.test.ts` (about five minutes).
 */
const HISTORIES = Number(process.env["BATCHTASK_HISTORIES"] ?? 3_000);

const settings = fc.constantFrom(...SETTINGS, FREEZES);
const step: Command = { do: "reconcile", fresh: true, fault: undefined };
const succeed: Command = { do: "job", event: "succeed" };
const admit: Command = { do: "job", event: "admit" };

/** Lets each Job that there is succeed, until nothing more happens. */
async function finish(simulation: Simulation): Promise<void> {
  for (let runs = 0; runs < 4; runs += 1) {
    await simulation.settle();
    await simulation.step(admit);
    await simulation.step(succeed);
  }
  await simulation.settle();
}

test(`every promise holds in ${HISTORIES} histories of edits, Jobs, deletions, crashes and stale caches`, {
  timeout: 60_000 + HISTORIES * 10,
}, async () => {
  const phases = new Set<string | undefined>();
  let stale = 0;
  await fc.assert(
    fc.asyncProperty(settings, histories, async ([, setting], commands) => {
      const simulation = await createSimulation(setting);
      for (const command of commands) {
        await simulation.step(command);
        phases.add(simulation.task()?.status?.phase);
      }
      await finish(simulation);
      stale += simulation.staleReads();
    }),
    { numRuns: HISTORIES },
  );
  // The histories do reach what they are for.
  expect(stale).toBeGreaterThan(HISTORIES / 100);
  const all = [
    "Pending",
    "Queued",
    "Running",
    "Suspended",
    "Finishing",
    "Succeeded",
    "Failed",
    "Rejected",
    "Unknown",
  ];
  expect([...phases]).toEqual(expect.arrayContaining(all));
});

test(`each time of a schedule has one run or is missed, in ${HISTORIES / 6} histories`, {
  timeout: 60_000 + HISTORIES * 10,
}, async () => {
  const reasons = new Set<string | undefined>();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...SCHEDULES), longHistories, async ([, setting], commands) => {
      const simulation = await createSimulation(setting);
      for (const command of commands) {
        await simulation.step(command);
        const { run, schedule } = simulation.task()?.status ?? {};
        for (const { reason } of schedule?.missed ?? []) reasons.add(reason);
        reasons.add(run?.trigger);
      }
      await finish(simulation);
    }),
    { numRuns: HISTORIES / 6 },
  );
  const all = ["Scheduled", "Created", "Rerun", "Busy", "Frozen", "TooLate", "OperatorAway"];
  expect([...reasons]).toEqual(expect.arrayContaining(all));
});

test("own writes are seen first: a leader whose watches are silent creates and records without a conflict", async () => {
  const simulation = await createSimulation();
  await simulation.step({ do: "deliver", to: "leader", tasks: 1, jobs: 0 });
  const silence = { do: "deliver", to: "leader", tasks: 0, jobs: 0 } as const;
  for (let n = 0; n < 3; n += 1) {
    expect(await simulation.reconcileOnce()).toBe("done");
    await simulation.step(silence);
  }
  expect(simulation.network.writes).toBe(2);
  expect(simulation.network.reads).toBe(0);
  expect(simulation.task()?.status?.run?.jobUID).toBe(simulation.api.objects("jobs")[0]?.metadata?.uid);
});

test("a new task whose creation of the Job was not heard of is no longer new", async () => {
  const simulation = await createSimulation(PLAIN);
  const history: Command[] = [
    { do: "reconcile", fresh: true, fault: { write: 0, kind: "unanswered" } },
    { do: "job", event: "start" },
    { do: "removeJob" },
    { do: "reconcile", fresh: true, fault: undefined },
  ];
  for (const command of history) await simulation.step(command);
  expect(simulation.api.objects("jobs")).toEqual([]);
  await simulation.settle();
  expect(simulation.task()?.status).toMatchObject({ phase: "Unknown", run: { number: 1 } });
});

/** What is left of a status without what tells one run from the next. */
function essence(status: BatchTaskStatus | undefined) {
  const { run, observedGeneration, duration, history: _, conditions = [], ...rest } = status ?? {};
  return {
    ...rest,
    seen: observedGeneration !== undefined && duration !== "" && run?.completionTime !== undefined,
    templateHash: run?.templateHash,
    conditions: conditions.map(({ type, status, reason, message }) => [type, status, reason, message]),
  };
}

/** The spec of the last run's Job, but for the run's number in its labels. */
function lastJob({ api }: Simulation): string {
  return canonicalJson(api.objects("jobs").at(-1)?.spec).replaceAll(/("batchtask.dev\/run"):"\d+"/g, "$1");
}

/** Steps of a task's life until its end is recorded, and after that. */
const untilEnd: Command[] = [step, step, step, { do: "job", event: "start" }, step, succeed];
const afterEnd: Command[] = [step, step, step, step];

interface Detour {
  spec: object;
  /** Before which step the edit comes, and before which it is taken back. */
  there: number;
  back: number;
}

/** The life of a task that ends well, with an edit that is taken back. */
async function life(setting: Setting, detour?: Detour): Promise<Simulation> {
  const simulation = await createSimulation(setting);
  for (const [index, command] of [...untilEnd, ...afterEnd].entries()) {
    if (index === detour?.there) await simulation.step({ do: "edit", spec: detour.spec });
    if (index === detour?.back) {
      await simulation.revert();
      // The operator sees it before the run goes on: a run keeps the values that it ended with.
      for (const seen of [step, step]) await simulation.step(seen);
    }
    await simulation.step(command);
  }
  await finish(simulation);
  return simulation;
}

/** Both edits while the run goes on, or both after its end. */
const detours: fc.Arbitrary<Detour> = fc
  .constantFrom([0, untilEnd.length - 1] as const, [untilEnd.length + 1, untilEnd.length + 3] as const)
  .chain(([min, max]) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }), edits))
  .map(([a, b, spec]) => ({ there: Math.min(a, b), back: Math.max(a, b), spec }));

test.each(SETTINGS)(
  "S1 → S2 → S1 ends as a fresh S1, whenever the edits come: %s",
  {
    timeout: 60_000,
  },
  async (_, setting) => {
    const fresh = await life(setting);
    await fc.assert(
      fc.asyncProperty(detours, async (detour) => {
        const edited = await life(setting, detour);
        expect(essence(edited.task()?.status)).toEqual(essence(fresh.task()?.status));
        expect(lastJob(edited)).toEqual(lastJob(fresh));
      }),
      { numRuns: 200 },
    );
  },
);
