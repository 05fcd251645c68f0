import { describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

describe("convert", () => {
  it("tells each reason to leave a Job as it is, at its place", async () => {
    const job = `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  managedBy: example.com/other
  paralelism: 2
  template:
    spec:
      restartPolicy: Always
      containers:
        - { name: main, image: "busybox:1.36" }
`;
    const { stdout, stderr, exitCode } = await runCli(["convert", "-f", "-"], { stdin: job });
    expect([stdout, exitCode]).toEqual([job, 1]);
    const told = stderr.trim().split("\n");
    expect(
      told.map((line) => /^stdin:(\d+:\d+): error: Job\/report is left as it is: /.exec(line)?.[1]),
    ).toEqual(["6:3", "7:3", "10:7"]);
    expect(told[1]).toContain("did you mean parallelism?");
  });
});

it("a Job without any image is told as what it most likely is: a patch that was given without its base", async () => {
  const patch = (container: string) =>
    `apiVersion: batch/v1\nkind: Job\nmetadata: { name: sync }\nspec: { template: { spec: { containers: [${container}] } } }\n`;
  const { stderr, exitCode } = await runCli(["convert", "-f", "-"], {
    stdin: patch("{ name: sync, env: [{ name: A, value: b }] }"),
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    "as in a patch of kustomize's: patches are converted with their base, by convert -R",
  );
  const whole = await runCli(["convert", "-f", "-"], { stdin: patch("{ name: sync, image: a }") });
  expect(whole.stderr).not.toContain("patch");
});
