import { expect, onTestFinished, test } from "vitest";
import { recordedApi } from "../../../support/recorded-api.ts";
import { createNamed } from "../../../../src/cli/run/create.ts";
import { fakeServer, status } from "../../kube/support/fake-server.ts";
import { clusterAt } from "../support/cluster-at.ts";
import { runCli } from "../support/run-cli.ts";

const FLAGS = ["--image=busybox:1.36", "--env", "A=b=c", "--env=EMPTY=", "--service-account=reader"];
const COMMAND = ["--", "sh", "-c", "echo $A", "--"];

test("run NAME --dry-run=client prints the task, and asks no cluster", async () => {
  const args = ["run", "a.b", ...FLAGS, "--dry-run=client", "-o", "yaml", ...COMMAND];
  expect(await runCli(args)).toEqual({
    exitCode: 0,
    stderr: "",
    stdout: `apiVersion: batchtask.dev/v1alpha1
kind: BatchTask
metadata:
  name: a.b
spec:
  template:
    spec:
      containers:
      - name: a-b
        image: busybox:1.36
        command:
        - sh
        - -c
        - echo $A
        - --
        env:
        - name: A
          value: b=c
        - name: EMPTY
          value: ""
      restartPolicy: Never
      serviceAccountName: reader
`,
  });
  const { stdout } = await runCli(["run", "hello", "--image=a", "--dry-run=client", "-n", "team"]);
  expect(stdout).toBe("batchtask.batchtask.dev/hello created (dry run)\n");
});

test("what it prints has no fault for lint", async () => {
  const { stdout } = await runCli(["run", "hello", ...FLAGS, "--dry-run=client", "-o", "yaml", ...COMMAND]);
  const linted = await runCli(["lint", "-f", "-"], { stdin: stdout });
  expect(linted.stdout).toMatch(/^1 object checked: nothing to complain of/);
});

test("run NAME creates the task in the namespace of the context", async () => {
  await using api = await recordedApi();
  const { kubeconfig } = api;
  const args = ["run", "hello", "--image=a", "--dry-run=server", "--", "true"];
  const { stdout, exitCode } = await runCli(args, { kubeconfig });
  expect(stdout).toBe("batchtask.batchtask.dev/hello created (server dry run)\n");
  expect(exitCode).toBe(0);
  expect(api.writes).toMatchObject([
    {
      method: "POST",
      path: "/apis/batchtask.dev/v1alpha1/namespaces/team/batchtasks",
      query: { dryRun: "All", fieldValidation: "Strict", fieldManager: "kubectl-batchtask" },
      body: {
        kind: "BatchTask",
        metadata: { name: "hello", namespace: "team" },
        spec: {
          template: { spec: { restartPolicy: "Never", containers: [{ image: "a", command: ["true"] }] } },
        },
      },
    },
  ]);
});

test("a task that is there stays as it is, and the next step is named", async () => {
  const server = await fakeServer([status(409, "AlreadyExists")]);
  const cluster = clusterAt(server);
  onTestFinished(() => server.close());
  const named = { name: "hello", image: "a", env: [], serviceAccount: undefined, command: [] };
  const signal = new AbortController().signal;
  await expect(createNamed(cluster, named, { dryRun: false, signal })).rejects.toMatchObject({
    exitCode: 5,
    next: "Take another name, or run it again by `kubectl batchtask rerun hello`",
  });
});
