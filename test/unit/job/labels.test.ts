import { expect, test } from "vitest";
import { copiedLabels, nameLabel, runLabels } from "../../../src/job/labels.ts";
import { task } from "../support/task.ts";

test("a long name makes a label of at most 63 characters that is told apart", () => {
  const [one, two] = [nameLabel(`${"a".repeat(252)}1`), nameLabel(`${"a".repeat(252)}2`)];
  expect(one.length).toBeLessThanOrEqual(63);
  expect(one).not.toBe(two);
  expect(nameLabel("short")).toBe("short");
});

test("a run's labels name its task, cut where it is too long, and its number", () => {
  expect(runLabels("report", 12)).toEqual({ "batchtask.dev/name": "report", "batchtask.dev/run": "12" });
  const long = "a".repeat(64);
  expect(runLabels(long, 1)["batchtask.dev/name"]).toBe(nameLabel(long));
});

test("labels that tell tools of a task's belonging or of a queue are copied, those of its own are not", () => {
  const asked = task();
  expect(copiedLabels(asked)).toEqual({});
  const copied = { "app.kubernetes.io/part-of": "shop", "kueue.x-k8s.io/priority-class": "low" };
  asked.metadata.labels = { ...copied, "app.kubernetes.io/managed-by": "Helm", "batchtask.dev/run": "9" };
  expect(copiedLabels(asked)).toEqual(copied);
});
