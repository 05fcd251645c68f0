import { expect, test } from "vitest";
import { overridesOf, rerunAnnotations } from "../../../../src/cli/run/overrides.ts";
import { recordedApi } from "../../../support/recorded-api.ts";
import { spec, task } from "../../support/task.ts";
import { runCli } from "../support/run-cli.ts";

test("rerun with --env and args asks for a run that has them, and a rerun without takes them away", async () => {
  await using api = await recordedApi();
  const { kubeconfig } = api;
  const args = ["rerun", "migration", "--env", "DAY=2026-01-31", "--env=EMPTY="];
  const { exitCode, stderr } = await runCli([...args, "--", "--full", "a b"], { kubeconfig });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect((await runCli(["rerun", "migration"], { kubeconfig })).exitCode).toBe(0);
  const asked = api.writes.map(({ body }) => annotationsOf(body));
  const { "batchtask.dev/rerun": rerun = "", "batchtask.dev/rerun-overrides": overrides = "" } =
    asked[0] ?? {};
  expect(JSON.parse(overrides ?? "")).toEqual({
    rerun,
    env: [
      { name: "DAY", value: "2026-01-31" },
      { name: "EMPTY", value: "" },
    ],
    args: ["--full", "a b"],
  });
  expect(asked[1]).toMatchObject({ "batchtask.dev/rerun-overrides": null });
});

test.each([
  [["--env", "DAY"], "error: --env DAY: not a variable. Give it as NAME=VALUE\n"],
  [["--env", "=1"], "error: --env =1: not a variable. Give it as NAME=VALUE\n"],
  [["--env", "Ä=1"], "error: --env Ä=1: the name Ä has other characters than printable ASCII\n"],
  [["-c", "main"], /^error: --container main is given without --env and without args\. Give what it is for/],
  [
    ["-c", "gone", "--", "x"],
    /^error: batchtask.*migration: The overrides of this rerun are for container gone, and .* Name it by --container\n$/,
  ],
])("overrides that can't be had are told: %j", async (args, stderr) => {
  await using api = await recordedApi();
  const said = await runCli(["rerun", "migration", ...args], { kubeconfig: api.kubeconfig });
  expect(said.exitCode).toBe(2);
  expect(said.stderr).toMatch(stderr);
  expect(api.writes).toEqual([]);
});

test("none are asked for where none are given, and no more than a run can keep", () => {
  expect(overridesOf({}, [])).toBeUndefined();
  expect(overridesOf({ container: "main" }, ["x"])).toEqual({ container: "main", args: ["x"] });
  const subject = task(spec());
  expect(() => rerunAnnotations(subject, "now", { args: ["x".repeat(5000)] })).toThrow(
    /take 50\d\d characters as JSON, and at most 4096/,
  );
});

function annotationsOf(body: unknown): Record<string, string | null> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a patch of ours
  return (body as { metadata: { annotations: Record<string, string | null> } }).metadata.annotations;
}
