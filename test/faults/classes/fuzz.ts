import { setTimeout as sleep } from "node:timers/promises";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { feed, type Fed, refeed } from "../fuzz/feed.ts";
import { type Input, inputsOf } from "../fuzz/inputs.ts";
import { foreignObjects } from "../oracles/foreign-objects.ts";
import { oneJobPerRun } from "../oracles/one-job-per-run.ts";
import { processHealth } from "../oracles/process-health.ts";
import { quiet } from "../oracles/quiet.ts";
import type { Evidence } from "../run/evidence.ts";
import { perform } from "../run/perform.ts";
import { newTask } from "../run/scene.ts";
import type { Stage } from "../run/stage.ts";
import { inParallel } from "../support/pool.ts";
import { inPhase, TASK, type Workload } from "../workloads/workload.ts";

export interface FuzzOptions {
  readonly stage: Stage;
  readonly seed: number;
  readonly count: number;
  readonly report: (line: string) => void;
}

export interface FuzzResult {
  readonly tried: number;
  readonly accepted: number;
  readonly edits: number;
  readonly acceptedEdits: number;
  readonly violations: string[];
  /** How long an ordinary task took from its creation to its Job, beside the odd ones. */
  readonly canaryMs: number[];
}

const OPERATOR_IS_STALLED_MS = 60_000;
/** Longest wait of an ordinary task behind fifty odd ones. */
const ORDINARY_WAIT_MS = 15_000;

/** Odd tasks, one after another, and an ordinary one between them now and then. */
export async function fuzz({ stage, seed, count, report }: FuzzOptions): Promise<FuzzResult> {
  const inputs = inputsOf(seed, count);
  const fed: Fed[] = [];
  const edits: Fed[] = [];
  const canaryMs: number[] = [];
  const workload: Workload = {
    name: "fuzz",
    steps: [
      {
        name: "fed",
        act: ({ namespace }) =>
          inParallel(chunksOf(inputs), 1, async (chunk) => {
            await inParallel(chunk, 8, async (input) => {
              const answer = await feed(stage.upstream, namespace, input);
              fed.push(answer);
              if (answer.status !== 201) return;
              const { kind, spec } = chunk[0] ?? input;
              edits.push(await refeed(stage.upstream, namespace, { name: input.name, kind, spec }));
            });
            canaryMs.push(await canary(stage, namespace, canaryMs.length));
            report(`fuzz: ${fed.length}/${inputs.length}`);
          }),
      },
      {
        name: "ordinary",
        act: (scene) => scene.create(TASK, { suspend: true }),
        until: inPhase("Suspended"),
      },
      { name: "settled", waitMs: 500, until: ({ namespace }) => unsettled(stage, namespace).length === 0 },
      {
        // A Job of hundreds of completions goes on for minutes, of which its status rightly tells.
        name: "stopped",
        act: async ({ namespace, removeTask }) => {
          for (const name of unfinished(stage, namespace)) await removeTask(name);
        },
        waitMs: 500,
      },
    ],
  };
  const evidence = await perform({
    stage,
    workload,
    faults: [],
    replicas: 1,
    stepTimeoutMs: OPERATOR_IS_STALLED_MS,
  });
  const violations = [
    ...judgeFed(fed, "a new task"),
    ...judgeFed(edits, "an edit"),
    ...canaryMs.filter((ms) => ms > ORDINARY_WAIT_MS).map((ms) => `an ordinary task waited ${ms} ms`),
    ...judge(evidence),
  ];
  return {
    tried: fed.length,
    accepted: accepted(fed),
    edits: edits.length,
    acceptedEdits: accepted(edits),
    violations,
    canaryMs,
  };
}

function chunksOf(inputs: Input[]): Input[][] {
  return Array.from({ length: Math.ceil(inputs.length / 50) }, (_, at) =>
    inputs.slice(at * 50, at * 50 + 50),
  );
}

/** Time from an ordinary task's creation until its Job is there. */
async function canary({ client, witness }: Stage, namespace: string, number: number): Promise<number> {
  const name = `canary-${number}`;
  const began = performance.now();
  await client.create(BATCHTASKS, newTask(namespace, name, { suspend: true }));
  while (!witness.of(namespace).tasks.get(name)?.status?.run?.jobUID) {
    if (performance.now() - began > OPERATOR_IS_STALLED_MS) break;
    await sleep(10);
  }
  return Math.round(performance.now() - began);
}

/** Tasks that the operator has not yet said anything of. */
function unsettled({ witness }: Stage, namespace: string): BatchTask[] {
  return [...witness.of(namespace).tasks.values()].filter(({ metadata, status }) => {
    return status?.observedGeneration !== metadata.generation || status.phase === undefined;
  });
}

function unfinished({ witness }: Stage, namespace: string): string[] {
  return [...witness.of(namespace).tasks.values()].flatMap(({ metadata, status }) =>
    status?.phase === "Running" || status?.phase === "Starting" ? metadata.name : [],
  );
}

function accepted(fed: Fed[]): number {
  return fed.filter(({ status }) => status < 300).length;
}

/** The API server refuses with a reason, and never breaks. Whoever asks for a task that is there finds it. */
function judgeFed(fed: Fed[], what: string): string[] {
  const crashed = fed.filter(({ status }) => (status >= 500 && status !== 504) || status === 404);
  const mute = fed.filter(({ status, message }) => status >= 400 && message === "");
  return [
    ...crashed.map(
      ({ input, status, message }) =>
        `the API server answers ${what} of ${input.kind} with ${status}: ${message}`,
    ),
    ...mute.map(({ input }) => `a refusal of ${what} of ${input.kind} has no message`),
  ];
}

function judge(evidence: Evidence): string[] {
  const stalled =
    evidence.stalledAt === undefined ? [] : [`stalled at ${evidence.stalledAt}: ${evidence.log}`];
  const unexplained = evidence.tasks
    .filter(
      ({ status }) =>
        !status?.conditions?.some(
          ({ type, reason, message }) => type === "Ready" && reason !== "" && message !== "",
        ),
    )
    .map(({ metadata, status }) => `${metadata.name} is not explained: ${JSON.stringify(status)}`);
  return [
    ...stalled,
    ...unexplained,
    ...processHealth(evidence),
    ...oneJobPerRun(evidence),
    ...foreignObjects(evidence),
    ...quiet(evidence),
  ];
}
