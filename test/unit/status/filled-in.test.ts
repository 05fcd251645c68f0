import { expect, test } from "vitest";
import type { BatchTask, BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Adjustment, BatchTaskStatus } from "../../../src/api/status.ts";
import { guard, guardrailsOf } from "../../../src/guardrails/guard.ts";
import type { Policy } from "../../../src/guardrails/rule.ts";
import { templateHash } from "../../../src/job/template-hash.ts";
import { inForce } from "../../../src/status/effective.ts";
import { filledInOf } from "../../../src/status/filled-in.ts";
import { CASES, titleOf } from "../../support/guardrails/cases.ts";
import { run, spec, task } from "../support/task.ts";

const NONE: readonly Policy[] = [];

/** A task whose run was made under these policies, with what its status says of it. */
function made(
  fields: Partial<BatchTaskSpec>,
  policies = NONE,
  more: Partial<BatchTaskStatus> = {},
): BatchTask {
  const asked = spec(fields);
  return task(fields, {
    observedGeneration: 2,
    run: run({ templateHash: templateHash(asked) }),
    ...inForce(guard(asked, guardrailsOf(policies)), undefined),
    ...more,
  });
}

/** field value policy */
const told = (subject: BatchTask): string[] =>
  filledInOf(subject).map(({ field, applied, policy }) => `${field} ${applied} ${policy}`);

const MAIN = "template.spec.containers[main].resources";
const BASELINES = [
  "backoffLimit 3 baseline",
  "runs.startDeadlineSeconds 3600 baseline",
  "activeDeadlineSeconds 86400 baseline",
  "ttlSecondsAfterFinished 86400 baseline",
  `${MAIN}.requests.cpu 100m baseline`,
  `${MAIN}.requests.memory 128Mi baseline`,
  `${MAIN}.limits.cpu 1 baseline`,
  `${MAIN}.limits.memory 512Mi baseline`,
];

test("a task that asks for nothing has all of the baseline's, and its status names no policy", () => {
  const subject = made({});
  expect(subject.status).not.toHaveProperty("adjustments");
  expect(subject.status?.effective).not.toHaveProperty("filledIn");
  expect(told(subject)).toEqual(BASELINES);
});

test("what a policy fills in has its name", () => {
  const rules = { backoffLimit: { default: 1 }, resources: { limits: { cpu: { default: "2" } } } };
  const subject = made({}, [{ name: "team", mode: "Enforce", rules }]);
  expect(subject.status?.effective?.filledIn).toEqual([
    { policy: "team", fields: ["backoffLimit", `${MAIN}.limits.cpu`] },
  ]);
  expect(told(subject)).toEqual(
    BASELINES.map((one) =>
      one
        .replace("backoffLimit 3 baseline", "backoffLimit 1 team")
        .replace("limits.cpu 1 baseline", "limits.cpu 2 team"),
    ),
  );
});

test("what was asked for is not filled in, clamped or not", () => {
  const resources = { requests: { cpu: "200m" }, limits: { cpu: "32", memory: "1Gi" } };
  const subject = made({
    backoffLimit: 99,
    runs: { startDeadlineSeconds: 60 },
    ttlSecondsAfterFinished: 0,
    template: { spec: { containers: [{ name: "main", image: "i", resources }] } },
  });
  expect(subject.status?.adjustments?.map(({ field }) => field)).toEqual([
    "backoffLimit",
    `${MAIN}.limits.cpu`,
  ]);
  expect(told(subject)).toEqual(["activeDeadlineSeconds 86400 baseline"]);
});

test("init containers, sidecars among them, are told by their own list", () => {
  const limits = { cpu: "1", memory: "1Gi" };
  const whole = { requests: limits, limits };
  const subject = made({
    template: {
      spec: {
        initContainers: [
          { name: "fetch", image: "i", resources: { limits } },
          {
            name: "proxy",
            image: "i",
            restartPolicy: "Always",
            resources: { ...whole, limits: { cpu: "1" } },
          },
        ],
        containers: [{ name: "main", image: "i", resources: whole }],
      },
    },
  });
  const ofContainers = told(subject).filter((one) => one.startsWith("template."));
  expect(ofContainers).toEqual(["template.spec.initContainers[proxy].resources.limits.memory 1Gi baseline"]);
});

test("what an earlier release has listed is told from its list alone", () => {
  const { adjustments } = guard(spec(), guardrailsOf([]));
  const subject = made({}, NONE, { adjustments });
  expect(adjustments).toHaveLength(BASELINES.length);
  expect(told(subject)).toEqual([]);
});

test("what a policy would only fill in hides nothing of what is", () => {
  const rules = { backoffLimit: { default: 1 } };
  const subject = made({}, [{ name: "rehearsal", mode: "Warn", rules }]);
  expect(subject.status?.adjustments).toMatchObject([{ field: "backoffLimit", applied: "1", mode: "Warn" }]);
  expect(told(subject)).toEqual(BASELINES);
});

test("what the Job of an edited task was made with may have been asked for then: only a policy's is told", () => {
  const rules = { resources: { limits: { memory: { default: "1Gi" } } } };
  const resources = { limits: { cpu: "4" } };
  const before = made({ template: { spec: { containers: [{ name: "main", image: "i", resources }] } } }, [
    { name: "team", mode: "Enforce", rules },
  ]);
  expect(told({ ...before, spec: spec() })).toEqual([
    ...BASELINES.filter((one) => !one.startsWith("template.")),
    `${MAIN}.limits.memory 1Gi team`,
  ]);
});

test("a value that the baseline does not know, and no policy has filled in, was asked for before an edit", () => {
  expect(told({ ...made({ completions: 3, parallelism: 2 }), spec: spec() })).toEqual(BASELINES.slice(0, 4));
});

test("a task that the operator has not seen has nothing in force", () => {
  expect(filledInOf(task())).toEqual([]);
});

const value = ({ field, applied, policy }: Pick<Adjustment, "field" | "applied" | "policy">): string =>
  `${field} ${applied} ${policy}`;

test.each(CASES.map((one) => [titleOf(one), one] as const))(
  "all that the guardrails do is told, and once: %s",
  (_, { spec: fields, rules }) => {
    const policies: Policy[] = [{ name: "team", mode: "Enforce", rules }];
    const chain = guard(spec(fields), guardrailsOf(policies)).adjustments;
    const subject = made(fields, policies);
    const all = [...(subject.status?.adjustments ?? []), ...filledInOf(subject)];
    expect(all.map(value).toSorted()).toEqual(chain.map(value).toSorted());
  },
);
