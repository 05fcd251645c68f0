import { expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

const TASK = `apiVersion: batchtask.dev/v1alpha1
kind: BatchTask
metadata:
  name: report
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - { name: main, image: alpine }
`;
const ARGS = ["policy", "test", "-f", "test/unit/cli/fixtures/policy.yaml", "--task", "-"];

it("refuses a value in one line, and with each of its reasons under -o wide", async () => {
  const rows = async (...more: string[]) => {
    const { stdout, exitCode } = await runCli([...ARGS, ...more], { stdin: TASK });
    expect(exitCode).toBe(1);
    return stdout.split("\n").filter((line) => line.includes("Refused"));
  };
  expect(await rows()).toHaveLength(1);
  const reasons = await rows("-o", "wide");
  expect(reasons).toHaveLength(2);
  expect(reasons[0]?.slice(reasons[0].indexOf("tight"))).not.toBe(
    reasons[1]?.slice(reasons[1].indexOf("tight")),
  );
  expect(reasons.filter((row) => row.includes("allows busybox:*"))).toHaveLength(1);
});
