import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { PolicySpec } from "../../../src/api/policy/policy.ts";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { defined } from "../../../src/api/defined.ts";
import { MUTABLE_FIELDS } from "../../../src/api/job.ts";
import { NOT_CLAMPED } from "../../../src/guardrails/admission/job-policies.ts";
import { REHEARSAL } from "../../../src/guardrails/admission/messages.ts";
import { judgeJob, type JobVerdict } from "../../../src/guardrails/jobs/judge-job.ts";
import type { Policy } from "../../../src/guardrails/rule.ts";
import { inParallel } from "../../faults/support/pool.ts";
import { type Case, template } from "../../support/guardrails/case.ts";
import { CASES } from "../../support/guardrails/cases.ts";
import { inTurn, MODES, type Mode, policyFor } from "../../support/guardrails/modes.ts";
import { lostField } from "../support/lost-field.ts";
import { only, type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { createRaw, installJobAdmission, judgeRaw, playedAs } from "./jobs.ts";

interface Play {
  line: Case;
  mode: Mode | "ClampRefuses";
  /** Of the namespace and its policy: one for all lines of the same rules. */
  name: string;
  policy: Policy;
  /** Of what is edited. */
  old: string;
}

const LINES = CASES.filter(({ rule }) => rule !== "startDeadlineSeconds");
/** The API server judges each request by every policy there is, so there are few of them at a time. */
const RULES = [...new Set(LINES.map(({ rules }) => rules))];
const ALL = process.env["BATCHTASK_TABLES"] === "1";
const ALL_MODES = [...MODES, "ClampRefuses"] as const;

/** Rules that know no clamping are the same in these two modes as with Reject. */
const isTried = (line: Case, mode: Play["mode"]): boolean =>
  mode === "Reject" || mode === "Warn" || (line.clamp ?? []).length > 0;

function playsOf(mode: Play["mode"]): Play[] {
  return LINES.flatMap((line, index) => {
    const modes = ALL_MODES.filter((one) => isTried(line, one));
    if (!inTurn(index, modes, ALL).includes(mode)) return [];
    const name = `${mode.toLowerCase()}-${RULES.indexOf(line.rules)}`;
    const base = policyFor(line, mode === "ClampRefuses" ? "Clamp" : mode, name);
    const onJobClamp = mode === "ClampRefuses" ? ("Reject" as const) : ("Warn" as const);
    const policy = { ...base, appliesTo: ["BatchTask", "Job", "CronJob"], onJobClamp };
    return [{ line, mode, name, policy, old: `old-${index}` }];
  });
}
const WIDTH = 6;

const specOf = ({ line }: Play): BatchTaskSpec => ({
  template: template(),
  ...line.spec,
  suspend: true,
});

/** The same Job with other values of what a live Job takes. */
function edited(play: Play): BatchTaskSpec {
  const asked = specOf(play);
  const { completions = 1 } = asked;
  const others = Object.entries(asked).filter(([field]) => !MUTABLE_FIELDS.some((one) => one === field));
  const fixed = Object.fromEntries(others.map(([field]) => [field, undefined]));
  return defined({ ...asked, ...fixed, template: template(), completions });
}

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("jobs-table");
  await installJobAdmission(world);
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

/** Makes what is edited, and then the policies. */
async function prepare(plays: readonly Play[]): Promise<void> {
  const policies = [...new Map(plays.map((play) => [play.name, play])).values()];
  await inParallel(policies, WIDTH, async ({ name }) => world.namespace(name));
  await inParallel(plays, WIDTH, async (play) => {
    const { completions = 1 } = specOf(play);
    const job = { completions, template: template(), suspend: true };
    const common = { namespace: play.name, name: play.old };
    await createRaw(world, { ...common, kind: "Job", spec: job });
    await createRaw(world, { ...common, kind: "CronJob", spec: { template: template() } });
  });
  await inParallel(policies, WIDTH, async ({ name, policy: { mode, rules, onJobClamp = "Warn" } }) => {
    const appliesTo: PolicySpec["appliesTo"] = ["BatchTask", "Job", "CronJob"];
    await world.policy(name, { namespaceSelector: only(name), mode, appliesTo, onJobClamp, rules });
  });
}

/** What admission has to say, by the offline chain. */
function expected(verdicts: readonly JobVerdict[]) {
  const of = (action: JobVerdict["action"]) =>
    verdicts.filter((one) => one.action === action).map(({ message }) => message);
  const denied = of("Reject").toSorted();
  return { denied, warned: denied.length > 0 ? [] : of("Warn").toSorted() };
}

const plain = (text: string): string => text.replace(REHEARSAL, "").replace(NOT_CLAMPED, "");

describe.each(ALL_MODES)("%s: admission and the offline chain agree", (mode) => {
  const plays = playsOf(mode);
  beforeAll(() => prepare(plays), 120_000);
  afterAll(async () => {
    const names = new Set(plays.map(({ name }) => name));
    for (const name of names)
      await world.client.raw("DELETE", `/apis/batchtask.dev/v1alpha1/batchtaskpolicies/${name}`);
  });

  test.for(playedAs(plays))("%s", { timeout: 60_000 }, async ([, kind, play], { skip }) => {
    const { name: namespace, policy, old } = play;
    const lost = await lostField(world.client, specOf(play));
    if (lost !== undefined) skip(`this API server does not take ${lost}`);
    const created = { kind, namespace, name: "new", spec: specOf(play) };
    await expectVerdict(created, false, judgeJob({ kind, spec: created.spec }, policy), policy);
    const change = { kind, namespace, name: old, spec: kind === "Job" ? edited(play) : specOf(play) };
    const judged = isSame(change) ? [] : judgeJob({ kind, spec: change.spec }, policy);
    await expectVerdict(change, true, judged, policy);
  });
});

/** The API server takes a moment to judge by a new policy. */
async function expectVerdict(job: Asked, exists: boolean, verdicts: readonly JobVerdict[], { mode }: Policy) {
  const wanted = expected(verdicts);
  await vi.waitFor(
    async () => {
      const { denied, warned } = await judgeRaw(world, job, exists);
      expect({ denied: denied.toSorted(), warned: warned.map(plain).toSorted() }).toEqual(wanted);
      const suffix = mode === "Warn" ? REHEARSAL : NOT_CLAMPED;
      if (warned.length > 0) expect(warned.join("; ")).toContain(suffix);
    },
    { timeout: 20_000, interval: 200 },
  );
}

type Asked = Parameters<typeof judgeRaw>[1] & { spec: BatchTaskSpec };

/** What a Job has that asks for nothing. */
const FILLED_IN: Readonly<Record<string, unknown>> = { parallelism: 1, backoffLimit: 6 };

/** An edit that leaves the spec as it was is not judged. */
function isSame({ kind, spec }: Asked): boolean {
  const { template: pod, completions, suspend, ...others } = spec;
  if (kind === "Job") return Object.entries(others).every(([field, value]) => FILLED_IN[field] === value);
  if (Object.keys(others).length > 0) return false;
  return JSON.stringify(pod) === JSON.stringify(template()) && completions === undefined && !suspend;
}
