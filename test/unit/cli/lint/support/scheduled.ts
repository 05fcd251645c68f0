import { spec } from "../../../support/task.ts";
import { runCli } from "../../support/run-cli.ts";

/** A file with a task on this schedule. */
export function scheduleOf(schedule: object, { runs, ...more }: { runs?: object } & object = {}): string {
  return JSON.stringify({
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name: "a" },
    spec: { ...spec(), ...more, runs: { schedule, ...runs } },
  });
}

/** What lint says of it: lines of each severity, and the exit code. */
export async function linted(schedule: object, more: object = {}, flags: readonly string[] = []) {
  const now = Date.parse("2026-11-24T22:38:09Z");
  const args = ["lint", "-f", "-", ...flags];
  const { stdout, exitCode } = await runCli(args, { stdin: scheduleOf(schedule, more), now });
  const linesOf = (severity: string) => stdout.split("\n").filter((line) => line.includes(` ${severity}: `));
  return { errors: linesOf("error"), warnings: linesOf("warning"), notes: linesOf("note"), exitCode };
}
