import { expect, test } from "vitest";
import type { Unstarted } from "../../../../../src/controllers/batchtask/diagnosis/gather-many.ts";
import { createRounds } from "../../../../../src/controllers/batchtask/diagnosis/rounds.ts";
import { type Evidence, NO_EVIDENCE } from "../../../../../src/status/failure/evidence.ts";
import { manualClock } from "../../../kube/support/manual-clock.ts";

/** Rounds that each take `takesMs`; `begun` are the runs of each, with the time of its begin. */
function scene(takesMs: number, answer: (run: Unstarted) => Evidence | undefined = evidenceOf) {
  const clock = manualClock();
  const closed = new AbortController();
  const begun: [atMs: number, runs: string[]][] = [];
  const rounds = createRounds({
    clock,
    signal: closed.signal,
    async gather(runs) {
      begun.push([clock.monotonic(), runs.map(({ jobRef }) => `${jobRef.namespace}/${jobRef.jobName}`)]);
      await clock.sleep(takesMs, closed.signal);
      return runs.map(answer);
    },
  });
  const answers: string[] = [];
  return {
    clock,
    begun,
    answers,
    close: () => closed.abort(new Error("closed")),
    ask: (...names: string[]): void => {
      for (const name of names)
        rounds.join(runOf(name)).then(
          ({ pods }) => answers.push(`${pods[0]?.metadata?.name} at ${clock.monotonic()}`),
          (error: unknown) => answers.push(`${name}: ${String(error)} at ${clock.monotonic()}`),
        );
    },
  };
}

function runOf(name: string): Unstarted {
  const [namespace = "", jobName = ""] = name.split("/");
  return { jobRef: { namespace, jobName, jobUID: name }, active: 1 };
}

/** Evidence that names its run. */
function evidenceOf({ jobRef }: Unstarted): Evidence {
  return { ...NO_EVIDENCE, pods: [{ metadata: { name: jobRef.jobUID } }] };
}

test("who asks during a round is answered by the next one, all together, and not before a rest of four times as long", async () => {
  const { clock, begun, answers, ask } = scene(600);
  ask("team/a");
  await clock.advance(100);
  ask("team/b", "team/c");
  await clock.advance(1_000);
  ask("team/d");
  await clock.advance(1_899);
  expect(answers).toEqual(["team/a at 600"]);
  expect(begun).toEqual([[0, ["team/a"]]]);
  await clock.advance(601);
  expect(begun).toEqual([
    [0, ["team/a"]],
    [3_000, ["team/b", "team/c", "team/d"]],
  ]);
  expect(answers.slice(1)).toEqual(["team/b at 3600", "team/c at 3600", "team/d at 3600"]);
});

test("half a second is the shortest rest, and after it who asks is asked for at once", async () => {
  const { clock, begun, ask } = scene(10);
  ask("team/a");
  await clock.advance(100);
  ask("team/b");
  await clock.advance(2_000);
  ask("team/c");
  await clock.advance(10);
  expect(begun).toEqual([
    [0, ["team/a"]],
    [510, ["team/b"]],
    [2_100, ["team/c"]],
  ]);
});

test("two namespaces do not wait for each other", async () => {
  const { clock, begun, answers, ask } = scene(600);
  ask("team/a");
  await clock.advance(100);
  ask("other/a");
  await clock.advance(600);
  expect(begun).toEqual([
    [0, ["team/a"]],
    [100, ["other/a"]],
  ]);
  expect(answers).toEqual(["team/a at 600", "other/a at 700"]);
});

test("a round that fails rejects those who asked for it and nobody else, and the next one works", async () => {
  let failing = true;
  const { clock, answers, ask } = scene(100, (run) => {
    if (failing) throw new Error("away");
    return evidenceOf(run);
  });
  ask("team/a");
  await clock.advance(50);
  ask("team/b");
  await clock.advance(100);
  expect(answers).toEqual(["team/a: Error: away at 100"]);
  failing = false;
  await clock.advance(1_000);
  expect(answers.slice(1)).toEqual(["team/b at 700"]);
});

test("a run of which it can't be told whether it runs is told so, and the others are answered", async () => {
  const { clock, answers, ask } = scene(100, (run) =>
    run.jobRef.jobName === "b" ? undefined : evidenceOf(run),
  );
  ask("team/a", "team/b", "team/c");
  await clock.advance(2_000);
  expect(answers).toEqual([
    "team/a at 100",
    "team/b: Error: whether a pod of the run runs can't be told this time at 700",
    "team/c at 700",
  ]);
});

test("once closed, nobody rests, and who waits is told", async () => {
  const { clock, answers, ask, close } = scene(600);
  ask("team/a", "team/b");
  await clock.advance(700);
  close();
  await clock.advance(0);
  expect(answers).toEqual(["team/a at 600", "team/b: Error: closed at 700"]);
});
