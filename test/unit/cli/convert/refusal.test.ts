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
