import { afterAll, beforeAll, expect, test } from "vitest";
import { template } from "../../support/guardrails/case.ts";
import { eventually } from "../support/eventually.ts";
import { type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { installJobAdmission } from "./jobs.ts";

const NAMESPACE = "callers";
const PLAIN = "system:serviceaccount:callers:author";
const MANAGER = "system:serviceaccount:kueue-system:controller";
const OPERATOR = "system:serviceaccount:batchtask-system:batchtask-operator";

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("callers");
  await installJobAdmission(world);
  await world.namespace(NAMESPACE);
  // It selects no namespaces, and so all.
  await world.policy("everywhere", {
    appliesTo: ["Job", "CronJob"],
    exceptUsers: ["system:serviceaccount:kueue-*:controller"],
    rules: { backoffLimit: { max: 1, onViolation: "Reject" }, activeDeadlineSeconds: { max: 60 } },
    onJobClamp: "Reject",
  });
  for (const user of [PLAIN, MANAGER, OPERATOR]) await grant("jobs-edit", "edit", user);
  await kubectl(
    "create",
    "clusterrole",
    "status",
    "--verb=update",
    "--resource=batchtasks.batchtask.dev/status",
  );
  await grant("status", "status", OPERATOR);
  await eventually(
    () => create({}, PLAIN),
    ({ stderr }) => stderr.includes("policy everywhere"),
  );
}, 180_000);
afterAll(() => world[Symbol.asyncDispose]());

async function kubectl(...args: string[]): Promise<void> {
  const { code, stderr } = await world.cluster.kubectl(args);
  if (code !== 0) throw new Error(stderr);
}

async function grant(name: string, role: string, user: string): Promise<void> {
  const binding = `${name}-${user.replaceAll(":", "-")}`;
  await kubectl("create", "clusterrolebinding", binding, `--clusterrole=${role}`, `--user=${user}`);
}

interface Asked {
  namespace?: string;
  metadata?: object;
  groups?: readonly string[];
}

/** A dry-run creation of a Job that is out of bounds, as somebody. */
async function create({ namespace = NAMESPACE, metadata, groups = [] }: Asked, as: string) {
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "raw", ...metadata },
    spec: { backoffLimit: 5, template: template() },
  };
  const who = ["--as", as, ...groups.flatMap((group) => ["--as-group", group])];
  const { code, stderr } = await world.cluster.kubectl(
    ["create", "--dry-run=server", "--namespace", namespace, "--filename", "-", ...who],
    { input: JSON.stringify(job) },
  );
  return { allowed: code === 0, stderr };
}

const owner = (kind: string, apiVersion: string, controller = true) => ({
  ownerReferences: [
    { apiVersion, kind, name: "owner", uid: "8d5c1c7e-3c5d-4d7f-9d0b-0a0c0d0e0f10", controller },
  ],
});
const OF_TASK = owner("BatchTask", "batchtask.dev/v1alpha1");

test.each<[string, Asked]>([
  ["", {}],
  [" that a CronJob seems to own", { metadata: owner("CronJob", "batch/v1") }],
  [" that a BatchTask seems to own", { metadata: OF_TASK }],
  [
    " with the operator's labels",
    {
      metadata: {
        labels: { "batchtask.dev/name": "owner", "app.kubernetes.io/managed-by": "batchtask-operator" },
      },
    },
  ],
])("an author's Job%s is judged", async (_, asked) => {
  const { allowed, stderr } = await create(asked, PLAIN);
  expect(allowed).toBe(false);
  expect(stderr).toContain("spec.backoffLimit is 5, and policy everywhere allows at most 1");
  expect(stderr).toContain("spec.activeDeadlineSeconds is absent");
});

test("a cluster administrator's Job is judged, too", async () => {
  const { stderr } = await create({ groups: ["system:masters"] }, "admin");
  expect(stderr).toContain("policy everywhere");
});

test.each<[string, Asked, string]>([
  [
    "of the CronJob controller",
    { groups: ["system:serviceaccounts:kube-system", "system:masters"] },
    "system:serviceaccount:kube-system:cronjob-controller",
  ],
  ["of a controller manager with one user", { groups: ["system:masters"] }, "system:kube-controller-manager"],
  ["of the operator, for a BatchTask", { metadata: OF_TASK }, OPERATOR],
  ["of a user whom the policy excepts", {}, MANAGER],
  ["in a namespace of the cluster's own", { namespace: "kube-system" }, PLAIN],
])("the Job %s is let through", async (_, asked, as) => {
  expect(await create(asked, as)).toEqual({ allowed: true, stderr: "" });
});

test("the operator's own rights let nothing through that no BatchTask owns", async () => {
  expect((await create({}, OPERATOR)).allowed).toBe(false);
  const notController = owner("BatchTask", "batchtask.dev/v1alpha1", false);
  expect((await create({ metadata: notController }, OPERATOR)).allowed).toBe(false);
  expect((await create({ metadata: owner("BatchTask", "example.com/v1") }, OPERATOR)).allowed).toBe(false);
});
