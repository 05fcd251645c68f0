import { readFile } from "node:fs/promises";
import { expect, inject, test } from "vitest";
import { commandsOf } from "../../support/pages.ts";
import { follow } from "../tools/guide.ts";
import { withOperator } from "../support/with-operator.ts";
import type { World } from "../support/world.ts";

const GUIDE = "docs/guides/cli.md";
const JOBS = `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - { name: main, image: "busybox:1.36" }
`;

let world: World;
withOperator((made) => (world = made));

const kubectl = () => ({
  path: inject("kubectl"),
  kubeconfig: inject("kubeconfig"),
  namespace: world.namespace,
});

test("from a Job to a BatchTask, and what would become of it", async () => {
  const { code, stdout, stderr } = await follow(
    [...commandsOf(GUIDE, "From Jobs to BatchTasks"), "kubectl apply -f tasks.yaml"],
    kubectl(),
    { files: { "jobs.yaml": JOBS } },
  );
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(
    /^1 object checked: nothing to complain of [^]*^kind: Job$[^]*batchtask.dev\/report created$/m,
  );
  await world.until("report", ({ status }) => status?.phase === "Succeeded");
});

test("what a policy would do, before it is enforced", async () => {
  await world.createTask("wide", { parallelism: 21 });
  const team = await readFile("deploy/policies/team.yaml", "utf8");
  const files = {
    "policy.yaml": team.replace("batch: team", `kubernetes.io/metadata.name: ${world.namespace}`),
  };
  const { code, stdout } = await follow(commandsOf(GUIDE, "Before a policy is enforced"), kubectl(), {
    files,
  });
  expect(stdout).toMatch(/^\S+ +wide +Refused +parallelism +21 /m);
  expect(code).toBe(1);
});

test("what a change would do, before it is applied", async () => {
  const files = { "tasks.yaml": await readFile("deploy/examples/hello.yaml", "utf8") };
  const commands = commandsOf(GUIDE, "Before a change is applied");
  const { code, stdout, stderr } = await follow(commands, kubectl(), { files });
  expect([code, stderr]).toEqual([1, "BatchTask/hello is new: run 1 starts\n"]);
  expect(stdout).toMatch(/^\+kind: Job$/m);
});
