import { expect, test } from "vitest";
import { gonePod, vanished, vanishedSilently } from "../../../../src/status/failure/vanished.ts";
import { job } from "../../support/task.ts";
import { event, evidence, pod } from "./support/evidence.ts";

const made = (name: string) => event("SuccessfulCreate", `Created pod: ${name}`, "Normal");

test("the pod of a run that is gone was deleted from outside, unless its events say more", () => {
  const bare = evidence({ jobEvents: [made("q")] });
  expect(vanished(bare, job())).toEqual({
    reason: "PodDeleted",
    message: "Its pod q was deleted from outside",
    pod: "q",
    attempt: 1,
  });
  const preempted = { ...event("Preempted", "Preempted by pod x on node n"), involvedObject: { name: "q" } };
  const told = vanished({ ...bare, podEvents: [preempted] }, job({ status: { failed: 2 } }));
  expect(told).toMatchObject({ reason: "Preempted", attempt: 2 });
  expect(told?.hint).toContain("DisruptionTarget");
});

test("what is there, and what the Job controller has deleted itself, is not gone", () => {
  const deleted = event("SuccessfulDelete", "Deleted pod: q", "Normal");
  expect(gonePod({ pods: [], jobEvents: [made("q"), deleted] })).toBeUndefined();
  expect(gonePod({ pods: [pod({})], jobEvents: [made("p")] })).toBeUndefined();
  expect(gonePod({ pods: [pod({})], jobEvents: [made("q"), made("p")] })).toBe("q");
  // Of many pods not all are read.
  expect(gonePod({ pods: [pod({})], jobEvents: [made("q")], isWhole: false })).toBeUndefined();
});

test("a run whose pods are gone without a word has lost them to somebody else", () => {
  const said = { reason: "BackoffLimitExceeded", message: "too often" };
  const deleted = event("SuccessfulDelete", "Deleted pod: q", "Normal");
  expect(vanishedSilently(evidence({ isWhole: true }), said)).toEqual({
    reason: "PodDeleted",
    message: "Its pods were deleted from outside",
  });
  for (const found of [
    evidence({}),
    evidence({ isWhole: true, jobEvents: [deleted] }),
    evidence({ isWhole: true, pods: [pod({})] }),
  ])
    expect(vanishedSilently(found, said)).toBeUndefined();
  expect(vanishedSilently(evidence({ isWhole: true }), { ...said, reason: "FailedIndexes" })).toBeUndefined();
});
