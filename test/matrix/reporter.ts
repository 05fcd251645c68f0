import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { Counts } from "./results.ts";

/** Writes what a run of vitest came to, with the reason of each skip, to the file that BATCHTASK_MATRIX_REPORT names. */
export default class MatrixReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const path = process.env["BATCHTASK_MATRIX_REPORT"];
    if (path !== undefined) writeFileSync(path, JSON.stringify(countsOf(modules)));
  }
}

function countsOf(modules: readonly TestModule[]): Counts {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
  const broken = modules.filter(
    (module) => module.state() === "failed" && ![...module.children.allTests("failed")].length,
  );
  return {
    passed: inState("passed").length,
    failed: [...inState("failed").map(nameOf), ...broken.map((module) => module.relativeModuleId)],
    skipped: countBy(inState("skipped"), reasonOf),
  };
}

function countBy(tests: readonly TestCase[], keyOf: (test: TestCase) => string): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(tests, keyOf)].map(([key, group]) => [key, group.length]));
}

function nameOf(test: TestCase): string {
  return `${test.module.relativeModuleId}: ${test.fullName}`;
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (result.state === "skipped" ? result.note : undefined) ?? "no reason given";
}
