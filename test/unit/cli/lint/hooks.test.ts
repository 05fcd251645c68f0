import { describe, expect, it } from "vitest";
import { task } from "../../support/task.ts";
import { converted, one } from "../convert/support/jobs.ts";
import { runCli } from "../support/run-cli.ts";

const withAnnotation = (annotations: Record<string, string>) => {
  const { metadata, ...rest } = task();
  return JSON.stringify({ ...rest, metadata: { ...metadata, annotations } });
};
const lintOf = async (annotations: Record<string, string>) =>
  await runCli(["lint", "-f", "-"], { stdin: withAnnotation(annotations) });
const jobWith = (annotations: string) => one.replace("{name: a}", `{name: a, annotations: {${annotations}}}`);

describe("a hook", () => {
  it("of Helm is an error of a BatchTask, with the way out", async () => {
    const { stdout, exitCode } = await lintOf({
      "helm.sh/hook": "pre-install",
      "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded",
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /: error: it is a Helm hook \(pre-install\), .* deletes it at once .* keep it a Job, .* \[hook\]$/m,
    );
    expect((await lintOf({ "helm.sh/hook": "test" })).stdout).not.toContain("deletes it");
    expect((await lintOf({ "helm.sh/hook-weight": "5" })).exitCode).toBe(0);
  });

  it("of Argo CD is a warning that names the health script", async () => {
    const { stdout, exitCode } = await lintOf({ "argocd.argoproj.io/hook": "PreSync" });
    expect(stdout).toMatch(
      /: warning: it is a hook of Argo CD \(PreSync\), .* deploy\/argocd first \[hook\]$/m,
    );
    expect(exitCode).toBe(0);
  });

  it("of Helm stays a Job in convert, and one of Argo CD is told as a loss", async () => {
    const job = jobWith('"helm.sh/hook": pre-upgrade');
    const kept = await converted(job);
    expect(kept).toMatchObject({ stdout: job, exitCode: 1 });
    expect(kept.stderr).toMatch(/^stdin:3:35: error: Job\/a is left as it is: it is a Helm hook/);
    const turned = await converted(jobWith('"argocd.argoproj.io/hook": Sync'));
    expect(turned).toMatchObject({ exitCode: 0 });
    expect(turned.stderr).toMatch(/warning: Job\/a: it is a hook of Argo CD/);
  });
});
