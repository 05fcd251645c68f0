import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { BatchTask } from "../../src/api/batchtask.ts";
import { BATCHTASKS, PODS } from "../../src/api/resources.ts";
import { eventually } from "../integration/support/eventually.ts";
import { ready } from "../support/ready.ts";
import { type E2e, end, mustRun, start } from "./support.ts";

const sh = (command: string) => ({ image: "busybox:1.36", command: ["sh", "-c", command] });
const task = (name: string, podSpec: object, spec: object = {}) => ({
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTask",
  metadata: { name },
  spec: {
    backoffLimit: 0,
    ...spec,
    template: { spec: { restartPolicy: "Never", terminationGracePeriodSeconds: 1, ...podSpec } },
  },
});
const SLOT = "standstill.batchtask.dev/slot";
const taking = { resources: { requests: { [SLOT]: "1" }, limits: { [SLOT]: "1" } } };

/** Real pods that don't go on, or are taken away. */
const TASKS = [
  task(
    "gated",
    { schedulingGates: [{ name: "example.com/capacity" }], containers: [{ name: "main", ...sh("true") }] },
    {
      runs: { startDeadlineSeconds: 5 },
    },
  ),
  task("proxy-hangs", {
    containers: [
      { name: "migrate", ...sh("echo migrated") },
      { name: "sql-proxy", ...sh("while true; do sleep 1; done") },
    ],
  }),
  task(
    "crash-loop",
    { restartPolicy: "OnFailure", containers: [{ name: "main", ...sh("sleep 1; exit 7") }] },
    { backoffLimit: 6 },
  ),
  task(
    "replaced",
    {
      nodeSelector: { "standstill.batchtask.dev/ready": "yes" },
      containers: [{ name: "main", ...sh("sleep 8; exit 1") }],
    },
    { backoffLimit: 10, runs: { startDeadlineSeconds: 15 } },
  ),
  task(
    "ignored",
    { containers: [{ name: "main", ...sh("sleep 2; exit 7") }] },
    { podFailurePolicy: { rules: [{ action: "Ignore", onExitCodes: { operator: "In", values: [7] } }] } },
  ),
  task("deleted", { containers: [{ name: "main", ...sh("sleep 600") }] }),
  task("evicted", { containers: [{ name: "main", ...sh("sleep 600") }] }),
  task("preempted", { containers: [{ name: "main", ...sh("sleep 600"), ...taking }] }),
];

describe.skipIf(inject("noRealNode") !== undefined)("why a task does not go on, with real pods", () => {
  let world: E2e;
  let node = "";
  beforeAll(async () => {
    world = await start("standstill");
    node =
      (await mustRun(world.cluster, ["get", "nodes", "-o", "name"]))
        .trim()
        .split("\n")[0]
        ?.replace("node/", "") ?? "";
    await mustRun(world.cluster, [
      "label",
      "node",
      node,
      "standstill.batchtask.dev/ready=yes",
      "--overwrite",
    ]);
    const capacity = JSON.stringify({ status: { capacity: { [SLOT]: "1" } } });
    await mustRun(world.cluster, [
      "patch",
      "node",
      node,
      "--subresource=status",
      "--type=merge",
      "-p",
      capacity,
    ]);
    await mustRun(world.cluster, ["apply", "-n", world.namespace, "-f", "-"], {
      apiVersion: "v1",
      kind: "List",
      items: TASKS,
    });
  });
  afterAll(async () => {
    await world.kubectl(["label", "node", node, "standstill.batchtask.dev/ready-"]);
    await world.kubectl(["delete", "priorityclass", "standstill-high", "--ignore-not-found"]);
    await end(world);
  });

  const until = (name: string, is: (task: BatchTask) => boolean) =>
    eventually(
      () => world.client.get(BATCHTASKS, { namespace: world.namespace, name }),
      (found) => found !== undefined && is(found),
      90_000,
    );
  const shows = (name: string, reason: string) => until(name, (found) => ready(found)?.reason === reason);
  const runs = (name: string) => until(name, ({ status }) => status?.phase === "Running");
  const failed = (name: string) => until(name, ({ status }) => status?.phase === "Failed");
  const podOf = async (name: string): Promise<string> => {
    const labelSelector = `batchtask.dev/name=${name}`;
    const { items } = await world.client.list(PODS, { namespace: world.namespace, labelSelector });
    return items[0]?.metadata?.name ?? "";
  };

  test("a scheduling gate is named, and no start deadline counts", async () => {
    const found = await shows("gated", "SchedulingGated");
    expect(ready(found)?.message).toContain("example.com/capacity");
    expect(found?.status?.phase).toBe("Starting");
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    expect((await shows("gated", "SchedulingGated"))?.status?.phase).toBe("Starting");
    const pod = await podOf("gated");
    const ungate = JSON.stringify([{ op: "remove", path: "/spec/schedulingGates" }]);
    await mustRun(world.cluster, ["patch", "pod", pod, "-n", world.namespace, "--type=json", "-p", ungate]);
    expect(
      (await until("gated", ({ status }) => status?.phase === "Succeeded"))?.status?.failure,
    ).toBeUndefined();
  });

  test("a container has succeeded, and a proxy beside it goes on", async () => {
    const found = await shows("proxy-hangs", "NotReady");
    expect(ready(found)?.message).toMatch(
      /container migrate: it has succeeded, and sql-proxy goes on — .*native sidecar/,
    );
  });

  test("a crash loop tells its exit code and how often", async () => {
    const found = await until("crash-loop", ({ status }) => (status?.failure?.restarts ?? 0) >= 2);
    expect(ready(found)?.reason).toBe("CrashLoopBackOff");
    expect(found?.status?.failure).toMatchObject({ container: "main", exitCode: 7 });
  });

  test("pods whose failure a podFailurePolicy ignores are told, and how many", async () => {
    const isTold = /exit code 7; podFailurePolicy ignores \d+ failed pods? of this run so far/;
    const found = await until("ignored", (seen) => isTold.test(ready(seen)?.message ?? ""));
    expect(found?.status).toMatchObject({ phase: "Running", failure: { container: "main", exitCode: 7 } });
  });

  test("a pod that can't take another one's place is told, and ends the run in time", async () => {
    await runs("replaced");
    await mustRun(world.cluster, ["label", "node", node, "standstill.batchtask.dev/ready-"]);
    const found = await shows("replaced", "Unschedulable");
    expect(found?.status?.phase).toBe("Running");
    const ended = await failed("replaced");
    expect(ready(ended)?.reason).toBe("Unschedulable");
    expect(ended?.status?.conditions?.find(({ type }) => type === "Failed")?.reason).toBe(
      "StartDeadlineExceeded",
    );
  });

  test("a pod that somebody deletes was deleted from outside", async () => {
    await runs("deleted");
    await mustRun(world.cluster, [
      "delete",
      "pod",
      await podOf("deleted"),
      "-n",
      world.namespace,
      "--wait=false",
    ]);
    const found = await failed("deleted");
    expect(ready(found)?.reason).toBe("PodDeleted");
    expect(ready(found)?.message).toContain("was deleted from outside");
  });

  test("a pod that the eviction API takes was evicted", async () => {
    await runs("evicted");
    const [name, { namespace }] = [await podOf("evicted"), world];
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    await mustRun(world.cluster, ["create", "--raw", path, "-f", "-"], {
      apiVersion: "policy/v1",
      kind: "Eviction",
      metadata: { name, namespace },
    });
    expect(ready(await failed("evicted"))?.reason).toBe("Evicted");
  });

  test("a pod of higher priority pushes the task's off the node", async () => {
    await runs("preempted");
    await mustRun(world.cluster, ["apply", "-f", "-"], {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name: "standstill-high" },
      value: 100_000,
    });
    await mustRun(world.cluster, ["apply", "-n", world.namespace, "-f", "-"], {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "pushy" },
      spec: {
        priorityClassName: "standstill-high",
        restartPolicy: "Never",
        containers: [{ name: "main", ...sh("sleep 600"), ...taking }],
      },
    });
    const found = await failed("preempted");
    expect(ready(found)?.reason).toBe("Preempted");
    expect(found?.status?.failure?.hint).toContain("DisruptionTarget");
  });
});
