import { describe, expect, test } from "vitest";
import { judgeJob } from "../../../../src/guardrails/jobs/judge-job.ts";
import { CASES, titleOf } from "../../../support/guardrails/cases.ts";
import { MODES, policyFor, wordsFor } from "../../../support/guardrails/modes.ts";
import { spec } from "../../support/task.ts";

const KINDS = ["Job", "CronJob"] as const;
/** What only a BatchTask has, or what the operator does. */
const OF_TASKS = new Set(["startDeadlineSeconds"]);
/** What nobody fills in or injects, or the API server fills in. */
const ABSENT =
  /is absent, which is (no limit|6)|backoffLimit is 6|(parallelism|completions) is 1|\[(cost|zone|owner|mesh)\] is (absent|z),|\[pool\] asks for web,/;
/** The fix of a label that a namespace could give a BatchTask's pods. */
const OF_NAMESPACE = /, or \S+ to the namespace$/;
const lines = CASES.filter(({ rule }) => !OF_TASKS.has(rule)).map((line) => [titleOf(line), line] as const);
const inCronJob = (text: string): string => text.replaceAll(/(^| )spec\./g, "$1spec.jobTemplate.spec.");

describe.each(KINDS)("%s", (kind) => {
  describe.each(MODES)("%s", (mode) => {
    test.each(lines)("%s", (_, line) => {
      const policy = { ...policyFor(line, mode, "p"), appliesTo: ["BatchTask", kind] };
      const verdicts = judgeJob({ kind, spec: spec(line.spec) }, policy);
      const words = wordsFor(line, "Reject", "p")
        .map((text) => text.replace(OF_NAMESPACE, ""))
        .map((text) => (kind === "CronJob" ? inCronJob(text) : text));
      const said = verdicts.map(({ message }) => message);
      expect(said).toEqual(expect.arrayContaining(words));
      const others = said.filter((message) => !words.includes(message));
      for (const message of others) expect(message).toMatch(ABSENT);
      for (const { message, action } of verdicts.filter((one) => words.includes(one.message)))
        expect(action, message).toBe(
          mode === "Reject" || (mode === "Clamp" && !line.clamp) ? "Reject" : "Warn",
        );
    });
  });
});

const bounded = {
  name: "p",
  mode: "Enforce" as const,
  appliesTo: ["Job"],
  rules: {
    activeDeadlineSeconds: { max: 60 },
    ttlSecondsAfterFinished: { max: 60, onViolation: "Reject" as const },
    resources: { limits: { cpu: { max: 2 }, "example.com/gpu": { max: 1 } } },
  },
};
const absent = (field: string, bound: number) =>
  `spec.${field} is absent, which is no limit, and policy p allows at most ${bound}: set it to ${bound} or less`;

test("what nobody fills in for a Job is told, by the action of its bounds", () => {
  const told = judgeJob({ kind: "Job", spec: spec() }, bounded).map(({ message, action }) => [
    message,
    action,
  ]);
  expect(told).toEqual([
    [absent("activeDeadlineSeconds", 60), "Warn"],
    [absent("ttlSecondsAfterFinished", 60), "Reject"],
    [absent("template.spec.containers[main].resources.limits.cpu", 2), "Warn"],
  ]);
});

test("a CronJob's Jobs go by its history limits; a choice makes Clamp refuse", () => {
  const policy = { ...bounded, appliesTo: ["CronJob"], onJobClamp: "Reject" as const };
  const told = judgeJob({ kind: "CronJob", spec: spec() }, policy);
  expect(told.map(({ field, action }) => [field, action])).toEqual([
    ["activeDeadlineSeconds", "Reject"],
    ["template.spec.containers[main].resources.limits.cpu", "Reject"],
  ]);
});

test("a kind that no policy names is not judged", () => {
  expect(judgeJob({ kind: "CronJob", spec: spec() }, bounded)).toEqual([]);
});

test("a Job with a limit for each index has none of its own", () => {
  const policy = { ...bounded, rules: { backoffLimit: { max: 3 } } };
  expect(judgeJob({ kind: "Job", spec: spec({ backoffLimitPerIndex: 1 }) }, policy)).toEqual([]);
  expect(judgeJob({ kind: "Job", spec: spec() }, policy).map(({ asked }) => asked)).toEqual(["6"]);
  const ofCronJob = { kind: "CronJob" as const, spec: spec() };
  expect(judgeJob(ofCronJob, { ...policy, appliesTo: ["CronJob"] }).map(({ message }) => message)).toEqual([
    "spec.jobTemplate.spec.backoffLimit is absent, which is 6, and policy p allows at most 3: set it to 3 or less",
  ]);
});
