import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RecordedApi, RECORDED_AT, recordedApi } from "../../../support/recorded-api.ts";
import { runCli, transcript } from "../../cli/support/run-cli.ts";

let api: RecordedApi;
beforeAll(async () => {
  api = await recordedApi();
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => {
  api.writes.length = 0;
  api.forbidden.clear();
  api.missing.clear();
});

const run = (args: readonly string[], world: { columns?: number; colour?: boolean } = {}) =>
  runCli(args, { now: RECORDED_AT, kubeconfig: api.kubeconfig, ...world });

const POD = "pod/migration-1-26469415-xbxfx";
const NARROW = { columns: 80, colour: false };

/** Every verb's output, on a narrow terminal, on a wide one in colour, without one, and as JSON. */
const GOLDEN: Record<string, { args: string[]; columns?: number; colour?: boolean }> = {
  get: { args: ["get"] },
  "get-narrow": { args: ["get", "-o", "wide"], ...NARROW },
  "get-colour": { args: ["get"], columns: 120 },
  "get-no-color": { args: ["get", "--no-color"], columns: 120 },
  "get-wide": { args: ["get", "-o", "wide", "-A"] },
  "get-latest": { args: ["get", "@latest", "--no-headers"] },
  "get-name": { args: ["get", "-l", "app=shop", "-o", "name"] },
  "get-json": { args: ["get", "paused", "-o", "json"] },
  "get-yaml": { args: ["get", "bt/paused", "-o", "yaml"] },
  "get-jsonpath": {
    args: ["get", "-o", 'jsonpath={range .items[*]}{.metadata.name}={.status.phase}{"\\n"}{end}'],
  },
  "get-nothing": { args: ["get", "-l", "app=none"] },
  "get-not-found": { args: ["get", "nosuch"] },
  "explain-failed": { args: ["explain", "migration"] },
  "explain-failed-narrow": { args: ["explain", "migration"], ...NARROW },
  "explain-failed-colour": { args: ["explain", "migration"], columns: 120 },
  "explain-image": { args: ["explain", "no-image"], ...NARROW },
  "explain-clamped": { args: ["explain", "guarded"], ...NARROW },
  "explain-suspended": { args: ["explain", "paused"], ...NARROW },
  "explain-rejected": { args: ["explain", "refused"], ...NARROW },
  "explain-rerun": { args: ["explain", "hello"], ...NARROW },
  "explain-running": { args: ["explain", "report"], ...NARROW },
  "explain-json": { args: ["explain", "paused", "-o", "json"] },
  "trace-pod": { args: ["trace", POD] },
  "trace-job-narrow": { args: ["trace", "job/guarded-1-deeb5a9a"], ...NARROW },
  "trace-wrong": { args: ["trace", "deployment/web"] },
  "wait-ended": { args: ["wait", "hello", "migration", "refused"] },
  "wait-condition": { args: ["wait", "hello", "--for", "condition=complete"] },
  "wait-never": { args: ["wait", "migration", "--for", "condition=Complete"] },
  "wait-wrong": { args: ["wait", "hello", "--for", "condition=Done"] },
  rerun: { args: ["rerun", "migration"] },
  "rerun-dry-run": { args: ["rerun", "migration", "--dry-run=server"] },
  "rerun-name": { args: ["rerun", "-l", "app=shop", "-o", "name"] },
  "rerun-nothing": { args: ["rerun"] },
  suspend: { args: ["suspend", "report", "paused", "migration"] },
  resume: { args: ["resume", "paused", "report"] },
  "cancel-ended": { args: ["cancel", "hello"] },
  "cancel-no-wait": { args: ["cancel", "report", "--no-wait"] },
  "logs-no-run": { args: ["logs", "refused"] },
  "logs-unknown-run": { args: ["logs", "hello", "--run", "7"] },
  "logs-not-started": { args: ["logs", "no-image"] },
  "logs-no-restart": { args: ["logs", "migration", "--previous"] },
  "logs-container": { args: ["logs", "migration", "-c", "sidecar"] },
  check: { args: ["check"] },
  "check-narrow": { args: ["check"], ...NARROW },
  "check-colour": { args: ["check"], columns: 120 },
  "check-json": { args: ["check", "-o", "json"] },
  "check-pre": { args: ["check", "--pre"] },
  "policy-affected": { args: ["policy", "affected", "team"] },
  "policy-affected-narrow": { args: ["policy", "affected", "team"], ...NARROW },
  "policy-affected-wide": { args: ["policy", "affected", "baseline", "-n", "team", "-o", "wide"] },
  "policy-affected-json": { args: ["policy", "affected", "team", "-A", "-o", "json"] },
  "policy-affected-none": { args: ["policy", "affected", "team", "-l", "app=shop", "-o", "yaml"] },
  "policy-affected-unknown": { args: ["policy", "affected", "nosuch"] },
  "run-no-task": { args: ["run", "-f", "deploy/policies"] },
};

describe("verbs on a cluster", () => {
  test.each(Object.entries(GOLDEN))("show %s", async (name, { args, ...world }) => {
    const shown = transcript(args, await run(args, world)).replaceAll(api.kubeconfig, "KUBECONFIG");
    await expect(shown).toMatchFileSnapshot(`../../cli/golden/live/${name}.txt`);
  });
});

describe("what verbs write", () => {
  const TASK = "/apis/batchtask.dev/v1alpha1/namespaces/team/batchtasks";

  test("rerun asks by the annotation, of this very object", async () => {
    await run(["rerun", "migration"]);
    expect(api.writes).toMatchObject([
      {
        method: "PATCH",
        path: `${TASK}/migration`,
        query: { fieldManager: "kubectl-batchtask" },
        body: {
          metadata: {
            uid: api.uid("migration"),
            annotations: { "batchtask.dev/rerun": "2026-11-24T22:38:09.000Z" },
          },
        },
      },
    ]);
  });

  test("suspend and resume write spec.suspend alone, and only where it changes", async () => {
    await run(["suspend", "report", "paused"]);
    await run(["resume", "paused", "report"]);
    expect(api.writes.map(({ path, body }) => [path, body])).toMatchObject([
      [`${TASK}/report`, { spec: { suspend: true } }],
      [`${TASK}/paused`, { spec: { suspend: false } }],
    ]);
  });

  test("cancel deletes in the foreground, by UID, and leaves what has ended", async () => {
    await run(["cancel", "report", "hello", "--no-wait"]);
    expect(api.writes).toMatchObject([
      {
        method: "DELETE",
        path: `${TASK}/report`,
        body: { propagationPolicy: "Foreground", preconditions: { uid: api.uid("report") } },
      },
    ]);
  });

  test("a server dry run is asked for in every write", async () => {
    await run(["rerun", "migration", "--dry-run=server"]);
    await run(["suspend", "report", "--dry-run=server"]);
    await run(["cancel", "report", "--dry-run=server"]);
    expect(api.writes).toMatchObject([
      { query: { dryRun: "All" } },
      { query: { dryRun: "All" } },
      { body: { dryRun: ["All"] } },
    ]);
  });
});

describe("what one has no right to", () => {
  test("explain shows what can be read, and says what can't", async () => {
    api.forbidden.add("pods").add("events");
    const { stdout, exitCode } = await run(["explain", "migration"]);
    expect(stdout).toContain("exit code 42");
    expect(stdout).toMatch(/Not shown\n +no right +the pods: .*\n +no right +the events: /);
    expect(exitCode).toBe(0);
  });

  test("trace shows the policies that the status names", async () => {
    api.forbidden.add("batchtaskpolicies");
    const { stdout } = await run(["trace", POD]);
    expect(stdout).toContain("Policy baseline");
    expect(stdout).toContain("no right to read the policies");
  });

  test("check says unknown, which is no failure", async () => {
    for (const plural of ["leases", "customresourcedefinitions", "validatingadmissionpolicies"])
      api.forbidden.add(plural);
    const { stdout, exitCode } = await run(["check"]);
    expect(stdout.match(/^unknown /gm)).toHaveLength(4);
    expect(exitCode).toBe(0);
  });
});

test("policy affected completes names of policies", async () => {
  expect((await run(["__complete", "policy", "affected", "t"])).stdout).toBe("team\tWarn\n:4\n");
});

describe("a cluster without an operator", () => {
  test("check fails, and says what was looked for", async () => {
    api.missing.add("leases");
    const { stdout, exitCode } = await run(["check"]);
    expect(stdout).toMatch(/^FAILED +Operator: none is to be seen: no Lease .*, and no Deployment /m);
    expect(stdout).toMatch(/^warning +Tasks: 7 BatchTasks, and what their status says may be old/m);
    expect(exitCode).toBe(1);
  });

  test("check can't tell without a right to the Deployments", async () => {
    api.missing.add("leases");
    api.forbidden.add("deployments");
    const { stdout, exitCode } = await run(["check"]);
    expect(stdout).toMatch(/^unknown +Operator: /m);
    expect(exitCode).toBe(0);
  });
});

describe("a cluster without BatchTasks", () => {
  test("get names the next step", async () => {
    api.missing.add("batchtasks");
    const { stderr, exitCode } = await run(["get"]);
    expect(stderr).toMatch(/^error: this cluster has no BatchTasks: .*check --pre`\n$/);
    expect(exitCode).toBe(5);
  });

  test("check fails, and check --pre finds room", async () => {
    for (const plural of ["batchtasks", "batchtaskpolicies", "customresourcedefinitions"])
      api.missing.add(plural);
    const after = await run(["check"]);
    expect(after.stdout).toMatch(/^FAILED +CRD batchtasks.batchtask.dev: is not installed/m);
    expect(after.stdout).not.toContain("Tasks");
    expect(after.exitCode).toBe(1);
    const before = await run(["check", "--pre"]);
    expect(before.stdout).not.toContain("FAILED");
    expect(before.exitCode).toBe(0);
  });
});

test.each([
  ["wait", ["wait", "report"]],
  ["wait with a timeout that it need not wait for", ["wait", "report", "--timeout=30s"]],
  ["logs that are followed", ["logs", "report", "-f"]],
])("%s: who may read and not follow is told so, and does not wait", async (_, args) => {
  for (const resource of ["batchtasks", "pods"]) api.forbidden.add(`${resource}/watch`);
  const { exitCode, stderr } = await run(args);
  expect(exitCode).toBe(5);
  expect(stderr).toContain("is forbidden");
});

test.each(["explain", "get", "next", "wait", "logs", "rerun", "suspend", "resume", "cancel"])(
  "%s completes names of tasks",
  async (verb) => {
    expect((await run(["__complete", verb, "rep"])).stdout).toBe("report\tRunning\n:4\n");
  },
);
