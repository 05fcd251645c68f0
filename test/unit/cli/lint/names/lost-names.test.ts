import { describe, expect, it } from "vitest";
import { runCli } from "../../support/run-cli.ts";
import { converted, job } from "../../convert/support/jobs.ts";

const service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {job-name: a}}\n---\n";
const waiter =
  "apiVersion: v1\nkind: Pod\nmetadata: {name: w}\nspec: {containers: [{name: c, args: [wait, job/a]}]}\n---\n";
const one = job("        - {name: c, image: busybox}\n");

describe("what calls a task by its Job's name", () => {
  it("is told by convert, beside the Job, and by lint of what that gives", async () => {
    const { stdout, stderr, exitCode } = await converted(service + waiter + one);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^stdin:4:8: warning: Service\/s: spec\.selector selects pods by job-name: a, /m);
    expect(stderr).toMatch(/^stdin:9:\d+: warning: Pod\/w: spec\.containers\[c\]\.args asks for job\/a, /m);
    const linted = await runCli(["lint", "-f", "-"], { stdin: stdout });
    expect(linted.stdout).toMatch(/^stdin:4:8: warning: spec\.selector selects .* \[job-name\]$/m);
    expect(linted).toMatchObject({ exitCode: 0 });
  });

  it("is right where the Job stays a Job", async () => {
    const kept = one.replace("spec:\n", "spec:\n  manualSelector: true\n");
    expect((await converted(service + kept)).stderr).not.toContain("Service/s");
    const { stdout } = await converted(one);
    const both = await runCli(["lint", "-f", "-"], { stdin: `${service}${one}---\n${stdout}` });
    expect(both.stdout).not.toContain("job-name");
  });
});
