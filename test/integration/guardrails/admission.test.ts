import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PolicySpec } from "../../../src/api/policy/policy.ts";
import { selects } from "../../../src/guardrails/selector.ts";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { eventually } from "../support/eventually.ts";
import { newTask } from "../support/world.ts";
import { template } from "../../support/guardrails/case.ts";
import { inParallel } from "../../faults/support/pool.ts";
import { only, type PolicyCluster, startPolicyCluster } from "./cluster.ts";

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("admission");
  await world.installAdmission();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

/** As kubectl's user sees it; `as` stands for somebody with few rights. */
async function create(namespace: string, manifest: object, as?: string) {
  const args = ["create", "--dry-run=server", "--namespace", namespace, "--filename", "-"];
  const ran = await world.cluster.kubectl(as ? [...args, "--as", as] : args, {
    input: JSON.stringify(manifest),
  });
  return { ok: ran.code === 0, stderr: ran.stderr };
}
const kubectl = async (...args: string[]) => {
  const ran = await world.cluster.kubectl(args);
  if (ran.code !== 0) throw new Error(ran.stderr);
  return ran.stdout;
};
const task = (spec: Parameters<typeof newTask>[2] = {}) => ({
  ...newTask("", "task", spec),
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTask",
  metadata: { name: "task" },
});
const job = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "raw" },
  spec: { template: template() },
};

async function grant(namespace: string, user: string, resources: string) {
  const role = `${user}-${resources.replaceAll(/\W/g, "-")}`;
  await kubectl(
    "create",
    "role",
    role,
    "--verb=create,update,patch,delete,get",
    `--resource=${resources}`,
    "-n",
    namespace,
  );
  await kubectl("create", "rolebinding", role, `--role=${role}`, `--user=${user}`, "-n", namespace);
}

describe("rights", () => {
  beforeAll(() => world.namespace("rights"));

  test("who may not create Jobs may not create BatchTasks, and with the right may", async () => {
    await grant("rights", "alice", "batchtasks.batchtask.dev");
    const refused = await eventually(
      () => create("rights", task(), "alice"),
      ({ stderr }) => !stderr.includes("cannot create"),
    );
    expect(refused.ok).toBe(false);
    expect(refused.stderr).toContain(
      "user alice may not create jobs.batch in namespace rights, and a BatchTask runs as a Job there: grant create on jobs.batch",
    );
    await grant("rights", "alice", "jobs.batch");
    await eventually(
      () => create("rights", task(), "alice"),
      ({ ok }) => ok,
    );
  });

  test("nor may they edit one's spec; its metadata they may, and so have it run again as it stands", async () => {
    await world.namespace("edited");
    await world.client.create(BATCHTASKS, newTask("edited", "task"));
    await grant("edited", "carol", "batchtasks.batchtask.dev");
    const replace = async (spec: Parameters<typeof newTask>[2], annotations: Record<string, string> = {}) => {
      const args = ["replace", "--dry-run=server", "-n", "edited", "-f", "-", "--as", "carol"];
      const manifest = { ...task(spec), metadata: { name: "task", annotations } };
      const { code, stderr } = await world.cluster.kubectl(args, { input: JSON.stringify(manifest) });
      return { ok: code === 0, stderr };
    };
    await eventually(
      () => replace({}, { "batchtask.dev/rerun": "now" }),
      ({ ok }) => ok,
    );
    const refused = await replace({ completions: 2 });
    expect(refused.ok).toBe(false);
    expect(refused.stderr).toContain("user carol may not create jobs.batch in namespace edited");
  });

  test.each([
    [
      "finalizers",
      { finalizers: ["example.com/hold"] },
      "spec.template.metadata.finalizers is example.com/hold",
    ],
    [
      "our own labels",
      { labels: { "batchtask.dev/name": "other" } },
      "spec.template.metadata.labels has batchtask.dev/name",
    ],
    [
      "our own annotations",
      { annotations: { "batchtask.dev/x": "1" } },
      "spec.template.metadata.annotations has batchtask.dev/x",
    ],
    [
      "ownerReferences",
      { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "x", uid: "y" }] },
      'unknown field "spec.template.metadata.ownerReferences"',
    ],
  ])("%s in a template are refused", async (_, metadata, words) => {
    const { ok, stderr } = await create("rights", task({ template: template({}, {}, metadata) }));
    expect(ok).toBe(false);
    expect(stderr).toContain(words);
  });
});

describe("the fence around raw Jobs", () => {
  beforeAll(async () => {
    await world.namespace("fenced", { "batchtask.dev/raw-jobs": "deny" });
    await world.namespace("warned", { "batchtask.dev/raw-jobs": "warn" });
    await world.namespace("open");
    for (const namespace of ["fenced", "warned", "open"]) await grant(namespace, "bob", "jobs.batch");
  });

  test("denies them, warns of them, or leaves them alone, by the namespace's label", async () => {
    const fenced = await eventually(
      () => create("fenced", job, "bob"),
      ({ stderr }) => !stderr.includes("cannot create"),
    );
    expect(fenced.ok).toBe(false);
    expect(fenced.stderr).toContain(
      "raw Jobs are fenced off in namespace fenced, because they know no guardrails: make it a BatchTask",
    );
    const warned = await eventually(
      () => create("warned", job, "bob"),
      ({ ok }) => ok,
    );
    expect(warned.stderr).toContain("Warning: ");
    expect(warned.stderr).toContain("raw Jobs are fenced off in namespace warned");
    const open = await eventually(
      () => create("open", job, "bob"),
      ({ ok }) => ok,
    );
    expect(open.stderr).not.toContain("Warning");
  });

  test("a Job of a task is no way around: who may patch Jobs changes no spec, owner or label of it", async () => {
    await world.operator();
    const manifest = { ...task({ suspend: true }), metadata: { name: "kept", namespace: "fenced" } };
    await world.cluster.kubectl(["create", "-f", "-"], { input: JSON.stringify(manifest) });
    const job = await eventually(
      () => kubectl("get", "bt", "kept", "-n", "fenced", "-o", "jsonpath={.status.run.jobName}"),
      (name) => name !== "",
    );
    await eventually(
      () => kubectl("get", "jobs", "-n", "fenced", "-o", "name"),
      (jobs) => jobs.includes(job),
    );
    const patch = (change: object) =>
      world.cluster.kubectl([
        "patch",
        "job",
        job,
        "-n",
        "fenced",
        "--type=merge",
        "-p",
        JSON.stringify(change),
        "--as",
        "bob",
      ]);
    const bad = [
      { spec: { parallelism: 60 } },
      { spec: { activeDeadlineSeconds: 99_999_999 } },
      { spec: { suspend: false } },
      { metadata: { ownerReferences: null } },
      { metadata: { labels: { "batchtask.dev/name": null } } },
    ];
    for (const change of bad) {
      const { code, stderr } = await patch(change);
      expect({ change, code }).toEqual({ change, code: 1 });
      expect(stderr).toContain("would lead round its guardrails: change its BatchTask");
    }
    expect(await patch({ metadata: { annotations: { note: "seen" } } })).toMatchObject({ code: 0 });
    const role = { apiGroups: ["batchtask.dev"], resources: ["rawjobs"], verbs: ["write"] };
    const grants = [
      { kind: "Role", metadata: { name: "raw", namespace: "fenced" }, rules: [role] },
      {
        kind: "RoleBinding",
        metadata: { name: "raw", namespace: "fenced" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "raw" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "bob" }],
      },
    ].map((one) => ({ apiVersion: "rbac.authorization.k8s.io/v1", ...one }));
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: grants });
    expect(await world.cluster.kubectl(["create", "-f", "-"], { input: list })).toMatchObject({ code: 0 });
    await eventually(
      () => patch({ metadata: { labels: { queue: "one" } } }),
      ({ code }) => code === 0,
    );
    await kubectl("delete", "rolebinding", "raw", "-n", "fenced");
  });

  test("lets the operator and Kubernetes' own controllers through", async () => {
    await world.operator();
    await kubectl(
      "create",
      "cronjob",
      "tick",
      "--image=busybox:1.36",
      "--schedule=0 0 1 1 *",
      "-n",
      "fenced",
    );
    const cron = "system:serviceaccount:kube-system:cronjob-controller";
    const args = [
      "create",
      "--dry-run=server",
      "-n",
      "fenced",
      "-f",
      "-",
      "--as",
      cron,
      "--as-group",
      "system:serviceaccounts:kube-system",
    ];
    const ran = await world.cluster.kubectl(args, { input: JSON.stringify(job) });
    expect(ran.code, ran.stderr).toBe(0);
    // Without --use-service-account-credentials all of them are one user.
    await grant("fenced", "system:kube-controller-manager", "jobs.batch");
    await eventually(
      () => create("fenced", job, "system:kube-controller-manager"),
      ({ ok }) => ok,
    );
    const manifest = { ...task(), metadata: { name: "task", namespace: "fenced" } };
    await world.cluster.kubectl(["create", "-f", "-"], { input: JSON.stringify(manifest) });
    await eventually(
      () => kubectl("get", "bt", "task", "-n", "fenced", "-o", "jsonpath={.status.phase}"),
      (phase) => phase === "Succeeded",
    );
  });
});

test("an edit of something else than spec is not judged, so that a policy does not lock old tasks", async () => {
  await world.namespace("old");
  const manifest = {
    ...task({ backoffLimit: 9, suspend: true }),
    metadata: { name: "old", namespace: "old" },
  };
  await world.cluster.kubectl(["create", "-f", "-"], { input: JSON.stringify(manifest) });
  await world.policy("old", {
    namespaceSelector: only("old"),
    rules: { backoffLimit: { max: 1, onViolation: "Reject" } },
  });
  await eventually(
    () => world.judge("old", { backoffLimit: 9 }),
    ({ allowed }) => !allowed,
  );
  await kubectl("label", "bt", "old", "-n", "old", "some=label");
  const edited = await world.cluster.kubectl([
    "patch",
    "bt",
    "old",
    "-n",
    "old",
    "--type=merge",
    "-p",
    '{"spec":{"backoffLimit":8}}',
  ]);
  expect(edited.stderr).toContain("spec.backoffLimit is 8, and policy old allows at most 1");
});

const SELECTORS: [string, PolicySpec["namespaceSelector"]][] = [
  ["none", undefined],
  ["empty", {}],
  ["a label", { matchLabels: { tier: "gold" } }],
  ["another value", { matchLabels: { tier: "silver" } }],
  ["In", { matchExpressions: [{ key: "tier", operator: "In", values: ["x", "gold"] }] }],
  ["In, absent", { matchExpressions: [{ key: "no", operator: "In", values: ["x"] }] }],
  ["NotIn", { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["gold"] }] }],
  ["NotIn, absent", { matchExpressions: [{ key: "no", operator: "NotIn", values: ["gold"] }] }],
  ["Exists", { matchExpressions: [{ key: "tier", operator: "Exists" }] }],
  ["DoesNotExist", { matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] }],
  ["both", { matchLabels: { tier: "gold" }, matchExpressions: [{ key: "no", operator: "Exists" }] }],
];

test("admission and operator take the same namespaces by every kind of selector", async () => {
  const labels = { tier: "gold", only: "selectors" };
  await world.namespace("selectors", labels);
  for (const [index, [, selector]] of SELECTORS.entries()) {
    const here = { key: "only", operator: "In" as const, values: ["selectors"] };
    const matchExpressions = [...(selector?.matchExpressions ?? []), here];
    await world.policy(`selector-${index}`, {
      namespaceSelector: { ...selector, matchExpressions },
      rules: { backoffLimit: { max: 0, onViolation: "Reject" } },
    });
  }
  const policies = SELECTORS.flatMap(([, selector], index) =>
    selects(selector, labels) ? [`selector-${index}`] : [],
  );
  // Admission shows one refusal; with each policy taken away the next one shows.
  for (const expected of policies.length > 0 ? [policies] : []) {
    const left = new Set(expected);
    while (left.size > 0) {
      const { denied } = await eventually(
        () => world.judge("selectors", { backoffLimit: 1 }),
        ({ allowed }) => !allowed,
      );
      const name = /policy (selector-\d+) /.exec(denied[0] ?? "")?.[1] ?? "";
      expect([...left]).toContain(name);
      left.delete(name);
      await kubectl("delete", "btp", name);
      await eventually(
        () => world.judge("selectors", { backoffLimit: 1 }),
        ({ denied: [text = ""] }) => !text.includes(`policy ${name} `),
      );
    }
  }
  expect(await world.judge("selectors", { backoffLimit: 1 })).toMatchObject({ allowed: true });
}, 120_000);

const bounds = (max: string) => ({ max, onViolation: "Reject" as const });

test("a pod of 400 containers is judged within the budget of CEL, by a policy with everything in it", async () => {
  await world.namespace("large");
  const names = [
    "cpu",
    "memory",
    "ephemeral-storage",
    ...Array.from({ length: 4 }, (_, n) => `example.com/r${n}`),
  ];
  const all = Object.fromEntries(names.map((name) => [name, bounds("10")]));
  const sums = { cpu: { max: 1_000 }, memory: { max: "1Ti" }, "example.com/*": { max: 10_000 } };
  await world.policy("large", {
    namespaceSelector: only("large"),
    rules: {
      resources: { requests: all, limits: all },
      images: {
        allowed: [...Array.from({ length: 63 }, (_, n) => `registry-${n}.example.com/team/**`), "ghcr.io/**"],
        require: "Tag",
        forbidLatest: true,
      },
      labels: { required: ["team", "cost"], values: { team: ["a", "b-*"] }, fromNamespace: { cost: "cost" } },
      annotations: { values: { note: ["x*"] }, inject: { mesh: "off" } },
      resourceNames: { allowed: ["example.com/*", "other.example/*"] },
      podResources: { limits: sums, requests: sums },
      taskResources: { limits: sums, requests: sums },
      runtimeClasses: { allowed: ["kata-*"] },
      schedulers: { allowed: ["volcano"] },
      tolerations: { allowed: ["batch"], inject: [{ key: "gpu", operator: "Exists" }] },
      imagePullSecrets: { allowed: ["team-*"], inject: ["mirror"] },
      priorityClasses: { allowed: ["batch-*"], default: "low" },
      nodeSelector: { values: { pool: ["batch", "gpu-*"] }, inject: { zone: "a" } },
      emptyDirs: { sizeLimit: { max: "1Gi" } },
      emptyDirMediums: { allowed: ["HugePages*"] },
      spreadSeconds: { default: 60, max: 600 },
      scheduleTimeZones: { allowed: ["Europe/*", "Etc/UTC"] },
      scheduleInterval: { minSeconds: 3600 },
    },
  });
  const container = (n: number) => ({
    name: `c${n}`,
    image: n === 399 ? "quay.io/last:1" : `ghcr.io/organisation/some/longer/name/of/an/image-${n}:1.2.3`,
    resources: {
      requests: Object.fromEntries(names.map((name) => [name, "1"])),
      limits: Object.fromEntries(names.map((name) => [name, n === 399 && name === "memory" ? "11" : "2"])),
    },
    env: Array.from({ length: 20 }, (_, e) => ({ name: `VARIABLE_${e}`, value: "x".repeat(50) })),
  });
  const containers = Array.from({ length: 400 }, (_, n) => container(n));
  const each = <T>(many: number, make: (n: number) => T) => Array.from({ length: many }, (_, n) => make(n));
  const pod = {
    restartPolicy: "Never",
    tolerations: each(50, () => ({ key: "batch", operator: "Exists" })),
    imagePullSecrets: each(20, (n) => ({ name: `team-${n}` })),
    volumes: each(50, (n) => ({ name: `v${n}`, emptyDir: { medium: "HugePages-2Mi", sizeLimit: "1Mi" } })),
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: each(10, () => ({
            matchExpressions: [{ key: "pool", operator: "In", values: each(50, (n) => `gpu-${n}`) }],
          })),
        },
      },
    },
  };
  const spec = { template: { metadata: { labels: { team: "a", cost: "1" } }, spec: { ...pod, containers } } };
  const { denied } = await eventually(
    () => world.judge("large", spec),
    ({ allowed }) => !allowed,
  );
  expect(denied.map((text) => /containers\[c399\]\.(\S+)/.exec(text)?.[1])).toEqual([
    "resources.limits.memory",
    "image",
  ]);
}, 120_000);

test("a thousand policies: a task is judged by all that match, and its operator starts", {
  timeout: 300_000,
}, async () => {
  const names = Array.from({ length: 1_000 }, (_, n) => `many-${n}`);
  await world.namespace("many");
  await inParallel(names, 8, async (name) => {
    const here = Number(name.slice(5)) % 100 === 0;
    await world.policy(name, {
      namespaceSelector: here ? only("many") : { matchLabels: { team: name } },
      rules: {
        backoffLimit: { max: 10 + Number(name.slice(5)), onViolation: "Reject" },
        images: { allowed: ["**"] },
      },
    });
  });
  await eventually(
    () => world.judge("many", { backoffLimit: 11 }),
    ({ allowed }) => !allowed,
  );
  const started = performance.now();
  expect((await world.judge("many", { backoffLimit: 9 })).allowed).toBe(true);
  const judged = performance.now() - started;
  const operator = await world.operator();
  await world.cluster.kubectl(["create", "-n", "many", "-f", "-"], {
    input: JSON.stringify({ ...task({ backoffLimit: 9 }), metadata: { name: "task", namespace: "many" } }),
  });
  await eventually(
    () => kubectl("get", "bt", "task", "-n", "many", "-o", "jsonpath={.status.phase}"),
    (phase) => phase === "Succeeded",
  );
  await operator.stop();
  process.stderr.write(`one creation against 1,000 policies: ${judged.toFixed(0)} ms\n`);
});
