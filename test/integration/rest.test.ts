import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BatchTaskPolicy, PolicySpec } from "../../src/api/policy/policy.ts";
import { EVENTS, POLICIES } from "../../src/api/resources.ts";
import { startCluster } from "./support/cluster.ts";
import { endPods } from "./support/pods.ts";
import { createWorld, nowhere, type World } from "./support/world.ts";
import { goesOn } from "../support/goes-on.ts";

const QUIET_MS = 60_000;

test("a converged operator writes nothing in 60 s, by the API server's own count", {
  timeout: 4 * QUIET_MS,
}, async () => {
  const cluster = await startCluster(`rest-${process.pid}`, 1);
  try {
    await using world = await createWorld(cluster.kubeconfig);
    await converge(world);
    const before = await writes(world);
    expect(Object.keys(before).join()).toContain("batchtasks");
    expect(Object.keys(await told(world))).not.toEqual([]);
    await setTimeout(QUIET_MS);
    expect(await writes(world)).toEqual(before);
  } finally {
    await cluster.down();
  }
});

/** One task in each state that lasts, with a limit clamped and a default taken. */
async function converge(world: World): Promise<void> {
  await world.startOperator();
  await world.createTask("done", { backoffLimit: 50 });
  await world.createTask("failed", { backoffLimit: 0, template: nowhere });
  await world.createTask("running", { template: nowhere, parallelism: 2 });
  await world.createTask("suspended", { suspend: true });
  await world.createTask("rejected", {
    template: {
      spec: {
        restartPolicy: "Never",
        containers: [{ name: "main", image: "busybox:1.36", imagePullPolicy: "Sometimes" }],
      },
    },
  });
  const failing = await world.until("failed", ({ status }) => goesOn(status));
  await endPods(world, failing.status?.run?.jobName ?? "", "Failed");
  const wanted = { done: "Succeeded", failed: "Failed", suspended: "Suspended", rejected: "Rejected" };
  for (const [name, phase] of Object.entries(wanted))
    await world.until(name, ({ status }) => status?.phase === phase);
  await world.until("running", ({ status }) => status?.active === 2);
  await underPolicy(world);
  // Who waits in line looks at its place after 5.25 s: the refused one may have stood in it at first.
  await setTimeout(10_000);
}

/** One task that a policy refuses, and one that waits for another's end. */
async function underPolicy(world: World): Promise<void> {
  const matchLabels = { "kubernetes.io/metadata.name": world.namespace };
  const spec: PolicySpec = {
    namespaceSelector: { matchLabels },
    rules: { maxActivePerNamespace: 1, completions: { max: 5, onViolation: "Reject" } },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server fills in the rest of metadata
  await world.client.create(POLICIES, { metadata: { name: "rest" }, spec } as BatchTaskPolicy);
  await setTimeout(1_000);
  await world.createTask("refused", { completions: 9 });
  await world.createTask("queued");
  await world.until("refused", ({ status }) => status?.phase === "Rejected");
  await world.until("queued", ({ status }) => status?.queuePosition === 1);
}

/**
 * Every request that writes to the groups that are the operator's alone, refused and no-op ones included. Of the core
 * group, where Kubernetes' own controllers write as well, the operator's events, each with its version.
 */
async function writes(world: World): Promise<Record<string, string>> {
  const { text } = await world.client.raw("GET", "/metrics");
  const lines = text
    .split("\n")
    .filter((line) => line.startsWith("apiserver_request_total{"))
    .filter((line) => /group="(batchtask\.dev|batch)"/.test(line))
    .filter((line) => /verb="(POST|PUT|PATCH|APPLY|DELETE|DELETECOLLECTION)"/.test(line));
  return {
    ...Object.fromEntries(
      lines.map((line): [string, string] => [line.replace(/ .*/, ""), line.replace(/.* /, "")]),
    ),
    ...(await told(world)),
  };
}

async function told({ client }: World): Promise<Record<string, string>> {
  const fieldSelector = "reportingComponent=batchtask.dev/batchtask-operator";
  const { items } = await client.list(EVENTS, { fieldSelector });
  return Object.fromEntries(
    items.map(({ metadata }): [string, string] => [
      `${metadata.namespace}/${metadata.name}`,
      metadata.resourceVersion ?? "",
    ]),
  );
}
