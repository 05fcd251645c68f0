import { expect, test } from "vitest";
import {
  cronJobSubject,
  judgeEnforced,
  jobSubject,
  resultOf,
} from "../../../../src/guardrails/jobs/subject.ts";
import type { Policy } from "../../../../src/guardrails/rule.ts";
import { spec } from "../../support/task.ts";

const meta = (name: string, namespace = "team", more: object = {}) => ({ name, namespace, ...more });
const owner = (controller: boolean) => ({
  ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name: "nightly", uid: "u", controller }],
});

test("a Job is judged as its author wrote it; not one that a controller made, and none of the cluster's own", () => {
  const asked = spec({ parallelism: 9 });
  expect(jobSubject({ metadata: meta("by-hand"), spec: asked })).toEqual({
    kind: "Job",
    namespace: "team",
    name: "by-hand",
    spec: asked,
  });
  expect(jobSubject({ metadata: meta("owned", "team", owner(false)), spec: asked })).toBeDefined();
  expect(jobSubject({ metadata: meta("made", "team", owner(true)), spec: asked })).toBeUndefined();
  expect(jobSubject({ metadata: meta("backup", "kube-system"), spec: asked })).toBeUndefined();
});

test("a CronJob is judged by what it makes its Jobs of", () => {
  const asked = spec({ parallelism: 9 });
  const of = (namespace: string) =>
    cronJobSubject({
      metadata: meta("nightly", namespace),
      spec: { schedule: "@daily", jobTemplate: { spec: asked } },
    });
  expect(of("team")).toMatchObject({ kind: "CronJob", name: "nightly", spec: asked });
  expect(of("kube-public")).toBeUndefined();
});

test("a rehearsal is judged as if it were enforced, and one refusal is enough", () => {
  const policies: Policy[] = [
    {
      name: "p",
      mode: "Warn",
      appliesTo: ["Job"],
      rules: {
        parallelism: { max: 3, onViolation: "Clamp" },
        completions: { max: 5, onViolation: "Reject" },
      },
    },
  ];
  const result = (fields: object) =>
    resultOf(
      judgeEnforced({ kind: "Job", namespace: "team", name: "by-hand", spec: spec(fields) }, policies, 0),
    );
  expect(result({ parallelism: 2, completions: 2 })).toBe("Unchanged");
  expect(result({ parallelism: 9, completions: 2 })).toBe("Warned");
  expect(result({ parallelism: 9, completions: 9 })).toBe("Refused");
});

test("who is exempt is not judged by the rule", () => {
  const exemption = {
    namespace: "team",
    matchLabels: { tier: "gold" },
    rules: ["parallelism" as const],
    reason: "new nodes",
    until: "2026-06-01T00:00:00Z",
  };
  const policy: Policy = {
    name: "bounds",
    mode: "Enforce",
    appliesTo: ["CronJob"],
    rules: { parallelism: { max: 1 } },
    exemptions: [exemption],
  };
  const job = { kind: "CronJob" as const, namespace: "team", name: "a", spec: spec({ parallelism: 9 }) };
  const labels = { tier: "gold" };
  const at = Date.parse(exemption.until);
  expect(resultOf(judgeEnforced({ ...job, labels }, [policy], at - 1))).toBe("Unchanged");
  expect(resultOf(judgeEnforced(job, [policy], at - 1))).toBe("Warned");
  expect(resultOf(judgeEnforced({ ...job, labels }, [policy], at))).toBe("Warned");
});
