import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { KubeObject } from "../../src/kube/object.ts";
import type { Resource } from "../../src/kube/resource.ts";
import { jobName } from "../../src/job/job-name.ts";
import { BATCHTASKS, JOBS } from "../../src/api/resources.ts";
import { eventually } from "./support/eventually.ts";
import { createWorld, NAMESPACES, newTask, nowhere, type World } from "./support/world.ts";
import { ready } from "../support/ready.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const container = (fields: object) => ({
  spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36", ...fields }] },
});

test.each([
  [
    "limits below requests",
    container({ resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } }),
    ["spec.template.spec.containers[0].resources.requests", "must be less than or equal to cpu limit of 1"],
  ],
  [
    "a volume that is not there",
    container({ volumeMounts: [{ name: "nope", mountPath: "/x" }] }),
    ["spec.template.spec.containers[0].volumeMounts[0].name", "nope"],
  ],
  [
    "a pull policy that is none",
    container({ imagePullPolicy: "Sometimes" }),
    ["spec.template.spec.containers[0].imagePullPolicy", "Unsupported value"],
  ],
])("a Job that the API server refuses: %s", async (_, template, words) => {
  await using own = await createWorld();
  await own.startOperator();
  await own.createTask("bad", { template });
  const refused = await own.until("bad", ({ status }) => status?.phase === "Rejected");
  expect(ready(refused)).toMatchObject({ status: "False", reason: "InvalidJob" });
  for (const word of words) expect(ready(refused)?.message).toContain(word);
  expect(await own.jobs()).toEqual([]);
  await own.edit("bad", {
    template: container({ resources: null, volumeMounts: null, imagePullPolicy: null }),
  });
  const mended = await own.until("bad", ({ status }) => status?.phase === "Succeeded");
  expect(mended.status?.run).toMatchObject({ number: 2, trigger: "SpecChanged" });
});

test.each([63, 253])("a name of %d characters", async (length) => {
  await using own = await createWorld();
  await own.startOperator();
  const name = `${"long-name-".repeat(30).slice(0, length - 1)}x`;
  await own.createTask(name, { completions: 2, completionMode: "Indexed" });
  const done = await own.until(name, ({ status }) => status?.phase === "Succeeded");
  expect(done.status?.run?.jobName.length).toBeLessThanOrEqual(52);
  expect((await own.jobs())[0]?.metadata?.annotations?.["batchtask.dev/task"]).toBe(name);
});

test("somebody else's Job under the run's name is never touched, and the run starts once it is gone", async () => {
  await using own = await createWorld();
  const { metadata } = await own.createTask("collides");
  const name = jobName(metadata, 1);
  const labels = { "batchtask.dev/name": "collides", "batchtask.dev/run": "1" };
  const foreign = await own.client.create(JOBS, {
    metadata: { namespace: own.namespace, name, labels },
    spec: { suspend: true, template: nowhere },
  });
  await own.startOperator();
  const blocked = await own.until("collides", (task) => ready(task)?.reason === "NameCollision");
  expect(ready(blocked)?.message).toContain(name);
  expect(blocked.status?.run?.jobUID).toBeUndefined();
  const untouched = await own.client.get(JOBS, { namespace: own.namespace, name });
  expect(untouched?.metadata?.generation).toBe(foreign.metadata?.generation);
  expect(untouched?.metadata?.ownerReferences).toBeUndefined();
  await own.client.delete(
    JOBS,
    { namespace: own.namespace, name },
    { uid: foreign.metadata?.uid ?? "", propagationPolicy: "Background" },
  );
  await own.until("collides", ({ status }) => status?.phase === "Succeeded");
});

test("a quota shows in the API server's own words, and its end starts the run", async () => {
  await using own = await createWorld();
  await own.startOperator();
  const quotas: Resource<KubeObject & { spec?: object }> = {
    group: "",
    version: "v1",
    kind: "ResourceQuota",
    plural: "resourcequotas",
    namespaced: true,
  };
  await own.client.create(quotas, {
    metadata: { namespace: own.namespace, name: "none" },
    spec: { hard: { "count/jobs.batch": "0" } },
  });
  await eventually(
    async () => JSON.stringify(await own.client.get(quotas, { namespace: own.namespace, name: "none" })),
    (text) => text.includes('"used"'),
  );
  await own.createTask("waits");
  const forbidden = await own.until("waits", (task) => ready(task)?.reason === "CreateForbidden");
  expect(forbidden.status?.phase).toBe("Pending");
  expect(ready(forbidden)?.message).toContain("exceeded quota: none");
  await own.client.mergePatch(
    quotas,
    { namespace: own.namespace, name: "none" },
    { spec: { hard: { "count/jobs.batch": "9" } } },
  );
  await own.until("waits", ({ status }) => status?.phase === "Succeeded");
});

test.each([
  [
    "a quota of pods",
    { group: "", version: "v1", kind: "ResourceQuota", plural: "resourcequotas", namespaced: true },
    { hard: { pods: "0" } },
    {},
    "exceeded quota: guard",
  ],
  [
    "a LimitRange",
    { group: "", version: "v1", kind: "LimitRange", plural: "limitranges", namespaced: true },
    { limits: [{ type: "Container", max: { memory: "64Mi" } }] },
    {},
    "maximum memory usage per Container is 64Mi",
  ],
  [
    "Pod Security",
    undefined,
    {},
    { "pod-security.kubernetes.io/enforce": "restricted" },
    "violates PodSecurity",
  ],
])(
  "pods that are refused by %s: its own words, and no hot loop",
  async (...[, resource, spec, labels, words]) => {
    await using own = await createWorld();
    if (Object.keys(labels).length > 0)
      await own.client.mergePatch(NAMESPACES, { name: own.namespace }, { metadata: { labels } });
    if (resource) {
      const guard: KubeObject & { spec: object } = {
        metadata: { namespace: own.namespace, name: "guard" },
        spec,
      };
      await own.client.create(resource, guard);
      await eventually(
        async () =>
          JSON.stringify(await own.client.get(resource, { namespace: own.namespace, name: "guard" })),
        (text) => resource.kind !== "ResourceQuota" || text.includes('"used"'),
      );
    }
    await own.startOperator();
    await own.createTask("waits");
    const refused = await own.until("waits", (task) => ready(task)?.reason === "FailedCreate");
    expect(refused.status?.phase).toBe("Starting");
    expect(ready(refused)?.message).toContain(words);
    const before = refused.metadata.resourceVersion;
    await setTimeout(3_000);
    expect((await own.task("waits")).metadata.resourceVersion).toBe(before);
    if (!resource) return;
    await own.client.raw("DELETE", `/api/v1/namespaces/${own.namespace}/${resource.plural}/guard`);
    await own.until("waits", ({ status }) => status?.phase === "Succeeded");
  },
);

test("a namespace that is being deleted gets no Job, and nothing else stops", async () => {
  await using own = await createWorld();
  const held = newTask(own.namespace, "held");
  held.metadata.finalizers = ["test.batchtask.dev/hold"];
  await own.client.create(BATCHTASKS, held);
  await own.client.raw("DELETE", `/api/v1/namespaces/${own.namespace}`);
  await eventually(
    () => own.client.get(NAMESPACES, { name: own.namespace }),
    (namespace) => namespace?.metadata?.deletionTimestamp !== undefined,
  );
  await own.startOperator();
  await world.startOperator();
  await world.createTask("elsewhere");
  await world.until("elsewhere", ({ status }) => status?.phase === "Succeeded");
  expect(await own.jobs()).toEqual([]);
  await own.client.mergePatch(
    BATCHTASKS,
    { namespace: own.namespace, name: "held" },
    { metadata: { finalizers: null } },
  );
});
