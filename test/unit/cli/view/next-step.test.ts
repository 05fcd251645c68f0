import { expect, test } from "vitest";
import { run } from "../../support/task.ts";
import { explain, failed, running } from "./support/explained.ts";

test.each([
  ["an exit code of its own", failed("Error", 3), "rerun"],
  ["too little memory", failed("OOMKilled", 137), "edit"],
  ["no such command", failed("Error", 127), "edit"],
  ["a command that is not there", failed("StartError", 128), "edit"],
])("what to do about %s", (_, after, verb) => {
  const other = verb === "edit" ? "batchtask rerun" : "kubectl edit";
  expect(explain(after)).toContain(
    verb === "edit" ? "  kubectl edit batchtask" : "  kubectl batchtask rerun",
  );
  expect(explain(after)).not.toContain(other);
});

test("after too little time: an edit, which alone starts no run, and the rerun; the logs went with the pods", () => {
  const text = explain(failed("Error", 143, "DeadlineExceeded"));
  expect(text).toMatch(/ {2}kubectl edit batchtask .*\n {2}kubectl batchtask rerun /);
  expect(text).not.toContain("batchtask logs");
});

test("a run that tries again: how an edit takes its place", () => {
  expect(explain({ ...failed("Error", 3), phase: "Running" })).toContain("runs.onChange to Immediately");
});

test("a container that never started has no logs", () => {
  expect(explain(failed("StartError", 128))).not.toContain("batchtask logs");
  expect(explain(failed("Error", 3), { pods: [{}] })).toContain("batchtask logs");
});

test("pods that are deleted have no logs to read: the next run prints them", () => {
  const text = explain(failed("Error", 3));
  expect(text).not.toContain("batchtask logs");
  expect(text).toContain("Its pods are deleted, and their logs with them.");
  expect(text).toContain("kubectl batchtask rerun report -n team --logs");
});

test("of a failed index, its own logs", () => {
  const after = failed("Error", 3, "FailedIndexes");
  const failure = { reason: "Error", message: "Container main ended", ...after.failure, index: 2 };
  expect(explain({ ...after, failure }, { pods: [{}] })).toContain("batchtask logs report -n team --index 2");
});

test("who may not read pods is not told that they are deleted", () => {
  const text = explain(failed("Error", 3), { unread: ["the pods: forbidden"] });
  expect(text).toContain("kubectl batchtask logs report -n team");
  expect(text).not.toContain("are deleted");
});

test("a run with a pod that is ready is not stuck, whatever became of an earlier one", () => {
  const text = explain({ ...failed("StartError", 128), phase: "Running", ready: 1, run: run() });
  expect(text).not.toContain("none of its pods could start");
  expect(text).toContain("kubectl batchtask logs report -n team -f");
});

test("an edit that waits is told, whatever has failed meanwhile, and how it comes at once", () => {
  const failure = { reason: "Error", attempt: 1, exitCode: 3, message: "Container main ended" };
  const waits = "0 active, 1 failed; the edited spec runs once this run has ended";
  const text = explain(running(`${waits}; last failure: Container main ended`, failure));
  expect(text).toContain(`State       ${waits}\n`);
  expect(text).toMatch(/kubectl patch batchtask report -n team .*"onChange":"Immediately"/);
  expect(text).toContain("The Job tries again by itself, after 10 s, 20 s, 40 s");
  expect(text).not.toContain("An edit runs once");
  expect(explain(running("1 active"))).not.toContain("kubectl patch");
});
