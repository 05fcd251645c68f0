import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { LEASES } from "../../src/kube/leader-election/lease.ts";
import { eventually } from "./support/eventually.ts";
import { startBareCluster } from "./support/cluster.ts";
import { type OperatorProcess, startProcess } from "./support/process.ts";
import { createWorld } from "./support/world.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "batchtask-process-"));
});
afterAll(() => rm(folder, { recursive: true }));

const started: OperatorProcess[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill("SIGKILL");
});

function start(args: string[], env: Record<string, string> = {}): OperatorProcess {
  const operator = startProcess(args, { HOME: folder, ...env });
  started.push(operator);
  return operator;
}

/** The kubeconfig of the test's cluster, with another server or another user. */
async function writeKubeconfig(path: string, server: object, user: object): Promise<void> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test cluster writes it as JSON
  const config = JSON.parse(await readFile(inject("kubeconfig"), "utf8")) as Kubeconfig;
  const clusters = config.clusters.map(({ name, cluster }) => ({ name, cluster: { ...cluster, ...server } }));
  const users =
    Object.keys(user).length > 0 ? config.users.map(({ name }) => ({ name, user })) : config.users;
  await writeFile(path, JSON.stringify({ ...config, clusters, users }));
}

interface Kubeconfig {
  clusters: { name: string; cluster: object }[];
  users: { name: string; user: object }[];
}

test("a setting that can't be used: the variable, its value, what it takes, and exit code 2", async () => {
  const { exit, errors } = start([], { BATCHTASK_WORKERS: "lots" });
  expect(await exit).toBe(2);
  expect(errors()).toBe("BATCHTASK_WORKERS=lots: takes a whole number from 1 to 256\n");
});

test("a kubeconfig that can't be read is named, waited for, and used once it is there", async () => {
  const path = join(folder, "late");
  const { ask, log, child } = start([`--kubeconfig=${path}`]);
  await eventually(
    () => ask("/readyz"),
    ({ status, text }) => status === 503 && text.includes(path),
  );
  expect((await ask("/healthz")).status).toBe(200);
  expect(log()).toContain(path);
  expect(child.exitCode).toBeNull();
  await writeFile(path, await readFile(inject("kubeconfig")));
  await eventually(
    () => ask("/readyz"),
    ({ status }) => status === 200,
  );
});

test("no cluster anywhere: says what was looked for", async () => {
  const { ask } = start([]);
  await eventually(
    () => ask("/readyz"),
    ({ status, text }) => status === 503 && text.includes("--kubeconfig"),
  );
});

test("an API server that does not answer is named, and asked again", async () => {
  const path = join(folder, "nobody");
  await writeKubeconfig(path, { server: "https://127.0.0.1:1" }, {});
  const { ask, child } = start([`--kubeconfig=${path}`]);
  await eventually(
    () => ask("/readyz"),
    ({ status, text }) => status === 503 && text.includes("ECONNREFUSED"),
  );
  expect(child.exitCode).toBeNull();
});

test("an API server that knows no such user says so", async () => {
  const path = join(folder, "stranger");
  await writeKubeconfig(path, {}, { token: "wrong" });
  const { ask, child } = start([`--kubeconfig=${path}`]);
  await eventually(
    () => ask("/readyz"),
    ({ status, text }) => status === 503 && text.includes("401"),
  );
  expect(child.exitCode).toBeNull();
});

test("a missing CRD is named with its remedy, and served once it is there", {
  timeout: 120_000,
}, async () => {
  const cluster = await startBareCluster(`nocrd-${process.pid}`, 0);
  try {
    const { ask, child } = start([`--kubeconfig=${cluster.kubeconfig}`]);
    await eventually(
      () => ask("/readyz"),
      ({ status, text }) =>
        status === 503 &&
        text.includes("batchtasks.batchtask.dev") &&
        text.includes("install its CustomResourceDefinition"),
    );
    expect(child.exitCode).toBeNull();
    await cluster.kubectl(["apply", "-f", "crds/"]);
    await eventually(
      () => ask("/readyz"),
      ({ status }) => status === 200,
      60_000,
    );
  } finally {
    await cluster.down();
  }
});

test("SIGTERM ends it with exit code 0, and what it had begun is whole", async () => {
  await using world = await createWorld();
  const names = Array.from({ length: 20 }, (_, n) => `stop-${n}`);
  const where = [`--namespace=${world.namespace}`, `--lease-namespace=${world.namespace}`];
  const first = start([`--kubeconfig=${inject("kubeconfig")}`, ...where]);
  await eventually(
    () => first.ask("/readyz"),
    ({ status }) => status === 200,
  );
  await Promise.all(names.map((name) => world.createTask(name)));
  first.child.kill("SIGTERM");
  expect(await first.exit).toBe(0);
  expect(first.log()).toContain("Operator stopped");
  const second = start([`--kubeconfig=${inject("kubeconfig")}`, ...where]);
  for (const name of names)
    await world.until(name, ({ status }) => status?.phase === "Succeeded" && status.run?.number === 1);
  expect((await world.jobs()).length).toBe(names.length);
  expect((await second.ask("/metrics")).text).toContain(
    'controller_runtime_reconcile_total{controller="batchtask",result="success"}',
  );
});

test("Ctrl-C comes twice under npm run: the operator still stops in order", async () => {
  await using world = await createWorld();
  const { child, exit, log } = start([
    `--kubeconfig=${inject("kubeconfig")}`,
    `--namespace=${world.namespace}`,
    `--lease-namespace=${world.namespace}`,
  ]);
  await eventually(
    () => Promise.resolve(log()),
    (text) => text.includes("Leading"),
  );
  child.kill("SIGINT");
  await setTimeout(20);
  child.kill("SIGINT");
  expect(await exit).toBe(0);
  expect(log()).toContain("Gave the lease up");
});

test("a leader whose Lease is taken exits with code 1 at once", async () => {
  await using world = await createWorld();
  const lease = { namespace: world.namespace, name: "stolen" };
  const leader = start([
    `--kubeconfig=${inject("kubeconfig")}`,
    `--namespace=${world.namespace}`,
    `--lease-namespace=${lease.namespace}`,
    `--lease-name=${lease.name}`,
  ]);
  await eventually(
    () => leader.ask("/metrics"),
    ({ text }) => text.includes('leader_election_master_status{name="stolen"} 1'),
  );
  await world.client.mergePatch(LEASES, lease, { spec: { holderIdentity: "thief" } });
  expect(await leader.exit).toBe(1);
  expect(leader.log()).toContain("thief holds the lease");
});
