import { join } from "node:path";
import type { Suite } from "./cells.ts";

/** How a suite is run: arguments of Node.js, and where its counts come from. */
export interface SuiteCommand {
  readonly args: readonly string[];
  readonly counts: "reporter" | "faults";
}

/** What a short run has of the integration tests: a task's life, lists and watches, guardrails, restarts. */
const QUICK_INTEGRATION = [
  "crd",
  "life",
  "restart",
  "runs",
  "job-features",
  "kube/client",
  "kube/reflector",
  "guardrails/admission",
].map((name) => `test/integration/${name}.test.ts`);

const QUICK_E2E = ["test/e2e/examples.test.ts"];

/** The commands of a suite, whole or in its short form; each has a cluster of its own. */
export function commandsOf(suite: Suite, quick: boolean): SuiteCommand[] {
  if (suite === "faults") return [{ args: ["test/faults/main.ts", ...faults(quick)], counts: "faults" }];
  if (suite === "integration") return [vitest("integration", quick ? QUICK_INTEGRATION : [])];
  return quick ? [vitest("e2e", QUICK_E2E)] : [vitest("e2e", []), vitest("e2e-alone", [])];
}

function vitest(project: string, files: readonly string[]): SuiteCommand {
  const program = join("node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=./test/matrix/reporter.ts"];
  return { args: [program, "run", "--project", project, ...reporters, ...files], counts: "reporter" };
}

/** The sample that every change is tried with, or one of each sweep. */
function faults(quick: boolean): string[] {
  const [sample, tasks] = quick ? ["1", "100"] : ["4", "1000"];
  return ["--sample", sample, "--tasks", tasks, "--jobs", "3"];
}
