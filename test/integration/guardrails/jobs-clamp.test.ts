import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { ADJUSTED } from "../../../src/guardrails/admission/adjusted.ts";
import { clampJob } from "../../../src/guardrails/jobs/clamp-job.ts";
import { inNamespace } from "../../../src/guardrails/inherited.ts";
import { judgeJob } from "../../../src/guardrails/jobs/judge-job.ts";
import { nanos } from "../../../src/guardrails/quantity.ts";
import type { Policy, RawKind } from "../../../src/guardrails/rule.ts";
import { changed } from "../../../src/guardrails/text/changed.ts";
import { inJobTemplate } from "../../../src/guardrails/text/sentence.ts";
import { inParallel } from "../../faults/support/pool.ts";
import { type Case, template } from "../../support/guardrails/case.ts";
import { CASES } from "../../support/guardrails/cases.ts";
import { inTurn, MODES, type Mode, policyFor } from "../../support/guardrails/modes.ts";
import { only, type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { hasMutatingAdmission, needsMutatingAdmission } from "../support/kubernetes.ts";
import { createRaw, installJobClamping, KINDS, makeRaw, playedAs, type RawJob } from "./jobs.ts";

const LINES = CASES.filter(({ rule }) => rule !== "startDeadlineSeconds");
const RULES = [...new Set(LINES.map(({ rules }) => rules))];
const WIDTH = 6;
const ALL = process.env["BATCHTASK_TABLES"] === "1";

interface Play {
  line: Case;
  /** Of the namespace and its policy: one for all lines of the same rules. */
  name: string;
  policy: Policy;
}

const playsOf = (mode: Mode): Play[] =>
  LINES.filter((_, index) => inTurn(index, MODES, ALL).includes(mode)).map((line) => {
    const name = `${mode.toLowerCase()}-${RULES.indexOf(line.rules)}`;
    const policy = policyFor(line, mode, name);
    return { line, name, policy: { ...policy, appliesTo: [...KINDS], onJobClamp: "Clamp" } };
  });

let world: PolicyCluster;
needsMutatingAdmission();
beforeAll(async () => {
  if (!hasMutatingAdmission()) return;
  world = await startPolicyCluster("jobs-clamp");
  await installJobClamping(world);
}, 120_000);
afterAll(() => world?.[Symbol.asyncDispose]());

async function prepare(plays: readonly Play[]): Promise<void> {
  const all = [...new Map(plays.map((play) => [play.name, play])).values()];
  await inParallel(all, WIDTH, async ({ name }) => world.namespace(name));
  await inParallel(all, WIDTH, async ({ name: namespace }) => {
    const plain = { namespace, name: "old", spec: { template: template() } };
    await createRaw(world, { ...plain, kind: "CronJob" });
  });
  await inParallel(all, WIDTH, async ({ name, policy: { mode, rules } }) => {
    const spec = { mode, appliesTo: [...KINDS], onJobClamp: "Clamp" as const, rules };
    await world.policy(name, { namespaceSelector: only(name), ...spec });
  });
}

const specOf = ({ line }: Play): BatchTaskSpec => ({ template: template(), ...line.spec, suspend: true });

/** What has to become of it: undefined where it is refused. */
function expected(kind: RawKind, { name, policy: plain }: Play, asked: BatchTaskSpec) {
  const policy = inNamespace(plain, { "kubernetes.io/metadata.name": name });
  const { spec, adjustments } = clampJob({ kind, spec: asked }, policy);
  const isRefused = judgeJob({ kind, spec }, policy).some(({ action }) => action === "Reject");
  const lines = adjustments
    .filter(({ field }) => kind === "CronJob" || field !== "podReplacementPolicy")
    .map(changed)
    .map((text) => (kind === "CronJob" ? inJobTemplate(text) : text));
  return isRefused ? undefined : { spec, lines: lines.toSorted() };
}

describe.each(MODES)("%s: the API server makes of a Job what the offline chain does", (mode) => {
  const plays = playsOf(mode);
  beforeAll(() => (hasMutatingAdmission() ? prepare(plays) : undefined), 120_000);
  afterAll(async () => {
    if (!hasMutatingAdmission()) return;
    for (const name of new Set(plays.map((play) => play.name)))
      await world.client.raw("DELETE", `/apis/batchtask.dev/v1alpha1/batchtaskpolicies/${name}`);
  });

  test.each(playedAs(plays))("%s", { timeout: 60_000 }, async (_, kind, play) => {
    const spec = specOf(play);
    const wanted = expected(kind, play, spec);
    await expectMade({ kind, namespace: play.name, name: "new", spec }, false, wanted);
    if (kind === "CronJob") await expectMade({ kind, namespace: play.name, name: "old", spec }, true, wanted);
  });
});

const QUANTITIES = z.record(z.string(), z.union([z.string(), z.number()]));

/** The API server writes 2000m as 2, and no medium that is the node's disk. */
function comparable(spec: object): object {
  const read = (key: string, value: unknown): unknown => {
    if (key === "medium" && value === "") return undefined;
    if (key === "sizeLimit") return String(nanos(z.union([z.string(), z.number()]).parse(value)));
    if (key !== "limits" && key !== "requests") return value;
    return Object.fromEntries(
      Object.entries(QUANTITIES.parse(value)).map(([name, one]) => [name, String(nanos(one))]),
    );
  };
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(spec), read));
}

/** The API server takes a moment to judge by a new policy. */
async function expectMade(job: RawJob, exists: boolean, wanted: ReturnType<typeof expected>) {
  await vi.waitFor(
    async () => {
      const made = await makeRaw(world, job, exists);
      if (wanted === undefined) return expect(made.denied).not.toEqual([]);
      expect(made.denied).toEqual([]);
      expect(comparable(made.spec)).toMatchObject(comparable(wanted.spec));
      expect(made.annotations[ADJUSTED]?.split("\n") ?? []).toEqual(wanted.lines);
      for (const line of wanted.lines) expect(made.warned).toContain(line);
    },
    { timeout: 20_000, interval: 200 },
  );
}
