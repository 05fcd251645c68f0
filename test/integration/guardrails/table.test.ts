import type { Policy } from "../../../src/guardrails/rule.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BatchTask, BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Adjustment } from "../../../src/api/status.ts";
import { REHEARSAL } from "../../../src/guardrails/admission/messages.ts";
import { guard, guardrailsOf, isRefused } from "../../../src/guardrails/guard.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { filledInOf, isToldByEffective } from "../../../src/status/filled-in.ts";
import type { Case } from "../../support/guardrails/case.ts";
import { CASES, titleOf } from "../../support/guardrails/cases.ts";
import {
  appliedOf,
  inTurn,
  MODES,
  type Mode,
  playable,
  policyFor,
  wordsFor,
} from "../../support/guardrails/modes.ts";
import { eventually } from "../support/eventually.ts";
import { lostField } from "../support/lost-field.ts";
import { newTask } from "../support/world.ts";
import { inParallel } from "../../faults/support/pool.ts";
import { only, type PolicyCluster, startPolicyCluster } from "./cluster.ts";

/** One line of the table in one mode. */
interface Play {
  line: Case;
  mode: Mode;
  title: string;
  /** Name of the namespace and of its policy: one for all lines of the same rules. */
  name: string;
  policy: Policy;
  /** Names of its tasks. */
  created: string;
  edited: string;
}

/** The API server judges each request by every policy there is, so there are as few of them as there can be. */
const RULES = [...new Set(CASES.map(({ rules }) => rules))];

const ALL = process.env["BATCHTASK_TABLES"] === "1";

const PLAYS: Play[] = CASES.flatMap((line, index) =>
  inTurn(
    index,
    MODES.filter((mode) => playable(line, mode)),
    ALL,
  ).map((mode) => {
    const name = `${mode.toLowerCase()}-${RULES.indexOf(line.rules)}`;
    const title = `${mode}: ${titleOf(line)}`;
    const tasks = { created: `created-${index}`, edited: `edited-${index}` };
    return { line, mode, name, title, policy: policyFor(line, mode, name), ...tasks };
  }),
);
const POLICIES = [...new Map(PLAYS.map(({ name, policy }) => [name, policy]))];
const byTitle = PLAYS.map((play) => [play.title, play] as const);
const WIDTH = 6;
/** Hundreds of tasks are made at once; the last of them waits for all others. */
const ALL_MS = 120_000;

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("table");
  await inParallel(POLICIES, WIDTH, async ([name, policy]) => {
    await world.namespace(name);
    await world.policy(name, { namespaceSelector: only(name), mode: policy.mode, rules: policy.rules });
  });
  await world.operator();
}, 240_000);
afterAll(() => world[Symbol.asyncDispose]());

/** What each play asks for; suspended, so that the Job stays as it was made. */
const asked = ({ line }: Play): Partial<BatchTaskSpec> => ({ ...line.spec, suspend: true });

/** Something that the policy does not object to, and that ends by itself. */
function harmless({ line }: Play): Partial<BatchTaskSpec> {
  const good = CASES.find(
    ({ rules, clamp, reject }) => rules === line.rules && reject.length === 0 && (clamp?.length ?? 0) === 0,
  );
  if (line.rule === "completions" || line.rule === "parallelism") return good?.spec ?? {};
  return { ...good?.spec, completions: 0, parallelism: 0 };
}

/** The same, with a mark in the template: an edit that needs a new run. */
function marked(spec: Partial<BatchTaskSpec>, mark: string): BatchTaskSpec {
  const { template: before, ...rest } = newTask("", "", spec).spec;
  const annotations = { ...before.metadata?.annotations, mark };
  return { ...rest, template: { ...before, metadata: { ...before.metadata, annotations } } };
}

const settled = ({ status }: BatchTask, run: number) =>
  status?.run?.number === run && (status.phase === "Suspended" || status.phase === "Rejected");

const read = async (namespace: string, name: string) => {
  const task = await world.client.get(BATCHTASKS, { namespace, name });
  if (!task) throw new Error(`There is no task ${namespace}/${name}`);
  return task;
};

/** The operator has done what the pure chain says, and the Job is what the table says. */
async function expectAgreement(play: Play, task: BatchTask, spec: Partial<BatchTaskSpec>): Promise<void> {
  const { line, mode, name, policy } = play;
  const labels = { "kubernetes.io/metadata.name": name };
  const chain = guard(newTask("", "", spec).spec, guardrailsOf([policy], labels));
  const { adjustments = [] } = task.status ?? {};
  expect(sorted(adjustments)).toEqual(sorted(chain.adjustments.filter((one) => !isToldByEffective(one))));
  expect(told([...adjustments, ...filledInOf(task)])).toEqual(told(chain.adjustments));
  expect(task.status?.violations ?? []).toEqual(chain.violations);
  const ready = task.status?.conditions?.find(({ type }) => type === "Ready");
  const job = await world.client.get(JOBS, { namespace: name, name: task.status?.run?.jobName ?? "" });
  if (isRefused(chain)) {
    expect(task.status?.phase).toBe("Rejected");
    expect(ready?.reason).toBe("PolicyViolation");
    expect(ready?.message.split("; ")).toEqual(wordsFor(line, mode, name));
    expect(job).toBeUndefined();
    return;
  }
  expect(task.status?.phase).toBe("Suspended");
  if (mode !== "Warn") expect(job?.spec).toMatchObject(appliedOf(line, name));
}

describe("operator and chain agree, without admission", () => {
  /** Those whose Job the API server takes as it is meant: an older one knows less of a pod. */
  const taken: Play[] = [];
  beforeAll(async () => {
    for (const play of PLAYS)
      if ((await lostField(world.client, newTask("", "", asked(play)).spec)) === undefined) taken.push(play);
  });

  test("on every creation", { timeout: 300_000 }, async () => {
    await inParallel(taken, WIDTH, async (play) => {
      await world.client.create(BATCHTASKS, newTask(play.name, play.created, asked(play)));
    });
    for (const play of taken) {
      const task = await eventually(
        () => read(play.name, play.created),
        (task) => settled(task, 1),
        ALL_MS,
      );
      await expectAgreement(play, task, asked(play)).catch(named(play));
    }
  });

  test("on every edit", { timeout: 300_000 }, async () => {
    await inParallel(PLAYS, WIDTH, async (play) => {
      await world.client.create(BATCHTASKS, newTask(play.name, play.edited, harmless(play)));
    });
    await inParallel(taken, WIDTH, async (play) => {
      const task = await eventually(
        () => read(play.name, play.edited),
        ({ status }) => status?.phase === "Succeeded",
        ALL_MS,
      );
      const body = { ...task, spec: marked(asked(play), "edited") };
      await world.client.raw(
        "PUT",
        `/apis/batchtask.dev/v1alpha1/namespaces/${play.name}/batchtasks/${play.edited}`,
        { body },
      );
    });
    for (const play of taken) {
      const task = await eventually(
        () => read(play.name, play.edited),
        (task) => settled(task, 2),
        ALL_MS,
      );
      await expectAgreement(play, task, marked(asked(play), "edited")).catch(named(play));
    }
  });
});

describe("admission and chain agree", () => {
  beforeAll(() => world.installAdmission());

  test.each(byTitle)("%s", async (_, play) => {
    const created = await world.judge(play.name, asked(play));
    const edited = await world.judge(play.name, marked(asked(play), "judged"), play.edited);
    for (const verdict of [created, edited]) {
      expect({ denied: verdict.denied.toSorted(), warned: plain(verdict.warned).toSorted() }).toEqual(
        expected(play),
      );
      if (play.mode === "Warn" && verdict.warned.length > 0)
        expect(verdict.warned.join("; ")).toContain(REHEARSAL);
    }
  });
});

const expected = ({ line, mode, name }: Play) => {
  const words = wordsFor(line, mode, name).toSorted();
  return { denied: mode === "Reject" ? words : [], warned: mode === "Reject" ? [] : words };
};

const plain = (warnings: string[]) => warnings.map((text) => text.replace(REHEARSAL, ""));

/** Values that are in force or would be, and of which policy. */
const told = (values: readonly Pick<Adjustment, "field" | "applied" | "policy">[]) =>
  values.map(({ field, applied, policy }) => `${field} ${applied} ${policy}`).toSorted();

const sorted = (adjustments: readonly Adjustment[]) =>
  adjustments.toSorted((a, b) => (`${a.field} ${a.policy}` < `${b.field} ${b.policy}` ? -1 : 1));

function named({ title }: Play): (error: unknown) => never {
  return (error) => {
    throw new Error(`${title}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  };
}
