import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { BatchTask } from "../../src/api/batchtask.ts";
import { CONDITION_TYPES } from "../../src/api/condition.ts";
import { BATCHTASKS } from "../../src/api/resources.ts";
import { runOrThrow } from "../cluster/util/run.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../tools/tool.ts";
import { createWorld, type World } from "./support/world.ts";
import { runScript } from "./tools/argocd.ts";
import { verdictsOf } from "./tools/guide.ts";
import { metAtOnce } from "./tools/kubectl.ts";
import { mergePatch } from "./tools/merge-patch.ts";
import { makeStates, release } from "./tools/states.ts";
import { rows, type State } from "./tools/table.ts";

let world: World;
let tasks: Map<State, BatchTask>;
let kstatus: Tool;
let lua: Tool;
beforeAll(async () => {
  kstatus = await findTool("kstatus", process.env);
  lua = await findTool("lua", process.env);
  world = await createWorld();
  tasks = await makeStates(world);
}, BUILD_MS);
afterAll(async () => {
  await release(world);
  await world[Symbol.asyncDispose]();
});

const names = rows().map(([name]) => name);
const objects = () => names.map((name) => task(name));
const task = (name: State): BatchTask => {
  const found = tasks.get(name);
  if (!found) throw new Error(`There is no task in state ${name}`);
  return found;
};
const kubectl = () => ({
  path: inject("kubectl"),
  kubeconfig: inject("kubeconfig"),
  namespace: world.namespace,
});
/** What each condition says of the task as it is now; "–" where it speaks of what was before, or is not there. */
const truthsOf = ({ status, metadata }: BatchTask) =>
  CONDITION_TYPES.map((type) => {
    const condition = status?.conditions?.find((one) => one.type === type);
    return condition?.observedGeneration === metadata.generation ? condition.status : "–";
  });

test.each(CONDITION_TYPES)("kubectl wait --for=condition=%s", async (type) => {
  const wanted = rows().filter(([, { holds }]) => holds.includes(type));
  const met = await metAtOnce(kubectl(), `condition=${type.toLowerCase()}`, names);
  expect(met).toEqual(wanted.map(([name]) => name));
});

test("kubectl wait --for=condition=Failed=false waits for a condition that is absent", async () => {
  expect(await metAtOnce(kubectl(), "condition=failed=false", names)).toEqual([]);
  const unready = rows().filter(
    ([name, { holds }]) => name !== "unseen" && name !== "deleted" && !holds.includes("Ready"),
  );
  expect(await metAtOnce(kubectl(), "condition=ready=false", names)).toEqual(unready.map(([name]) => name));
});

test.each(["Scheduled", "Succeeded", "Failed", "Starting", "Running", "Suspended"])(
  "kubectl wait --for=jsonpath='{.status.phase}'=%s",
  async (phase) => {
    const wanted = rows().filter((row) => row[1].phase === phase);
    const met = await metAtOnce(kubectl(), `jsonpath={.status.phase}=${phase}`, names);
    expect(met).toEqual(wanted.map(([name]) => name));
  },
);

test("kstatus, with which Flux and Helm wait", async (context) => {
  const argv = [pathOf(kstatus, context)];
  const input = JSON.stringify(objects());
  const { stdout } = await runOrThrow(argv, { environment: process.env, input });
  const found = stdout.trim().split("\n");
  expect(names.map((name, i) => [name, found[i]])).toEqual(
    rows().map(([name, { kstatus }]) => [name, kstatus]),
  );
});

test("the table of the guide has these rows and no others", async () => {
  const seen = rows().map(([name, { kstatus, argocd }]) =>
    [...truthsOf(task(name)), kstatus, argocd].join(" | "),
  );
  expect(await verdictsOf("docs/guides/gitops.md")).toEqual(new Set(seen));
});

test("Argo CD: health", async (context) => {
  const interpreter = pathOf(lua, context);
  const found = await runScript<{ status: string; message: string }>(interpreter, "health.lua", objects());
  expect(names.map((name, i) => [name, found[i]?.status])).toEqual(
    rows().map(([name, { argocd }]) => [name, argocd]),
  );
  expect(found[names.indexOf("failed")]?.message).toMatch(/^\w+: ./);
});

test("Argo CD: the actions that each state offers", async (context) => {
  const interpreter = pathOf(lua, context);
  const found = await runScript<object>(interpreter, "actions/discovery.lua", objects());
  expect(names.map((name, i) => [name, Object.keys(found[i] ?? {}).toSorted()])).toEqual(
    rows().map(([name, { action }]) => [name, ["rerun", ...(action ? [action] : [])].toSorted()]),
  );
});

test("Argo CD: each action changes one field, and the operator does what it says", async (context) => {
  const interpreter = pathOf(lua, context);
  const act = async (action: string, name: State): Promise<object> => {
    const [result = {}] = await runScript<object>(interpreter, `actions/${action}/action.lua`, [task(name)]);
    const patch = mergePatch(task(name), result);
    await world.client.mergePatch(BATCHTASKS, task(name).metadata, patch);
    return patch;
  };
  const time: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const rerun = { metadata: { annotations: { "batchtask.dev/rerun": time } } };
  expect(await act("rerun", "succeeded")).toEqual(rerun);
  expect(await act("suspend", "running")).toEqual({ spec: { suspend: true } });
  expect(await act("resume", "suspended")).toEqual({ spec: { suspend: false } });
  const suspended = await act("resume", "schedule-suspended");
  expect(suspended).toEqual({ spec: { runs: { schedule: { suspend: false } } } });
  await world.startOperator();
  const goesOnAgain = ({ status }: BatchTask) => !status?.schedule?.suspended;
  await world.until("schedule-suspended", goesOnAgain);
  await world.until("succeeded", ({ status }) => status?.run?.number === 2 && status.phase === "Succeeded");
  await world.until("running", ({ status }) => status?.phase === "Suspended");
  await world.until("suspended", ({ status }) => status?.phase === "Succeeded");
});
