import { expect, test } from "vitest";
import { jobNameSelectors } from "../../../../../src/cli/lint/names/selectors.ts";

const fieldsOf = (object: Record<string, unknown>) =>
  jobNameSelectors(object, ["train"]).map(({ field }) => field);
const expression = { key: "batch.kubernetes.io/job-name", operator: "In", values: ["other", "train"] };

test.each([
  ["a Service", { selector: { "job-name": "train" } }, "spec.selector"],
  [
    "a NetworkPolicy",
    { ingress: [{ from: [{ podSelector: { matchLabels: { "job-name": "train" } } }] }] },
    "spec.ingress[0].from[0].podSelector.matchLabels",
  ],
  [
    "a PodDisruptionBudget",
    { selector: { matchExpressions: [expression] } },
    "spec.selector.matchExpressions[0]",
  ],
])("%s that selects by the Job's name is told at its place", (_, spec, field) => {
  expect(fieldsOf({ spec })).toEqual([field]);
  expect(jobNameSelectors({ spec }, ["other-task"])).toEqual([]);
});

test("labels are no selector, and the way out has the task's label", () => {
  expect(fieldsOf({ metadata: { labels: { "job-name": "train" } } })).toEqual([]);
  const [remark] = jobNameSelectors({ spec: { selector: { "job-name": "train" } } }, ["train"]);
  expect(remark?.message).toMatch(/: select by batchtask\.dev\/name: train$/);
});
