import { expect, test } from "vitest";
import { blocksOf } from "../../support/pages.ts";
import { runCli } from "../cli/support/run-cli.ts";

const yaml = blocksOf("docs/guides/moving.md").filter(({ language }) => language === "yaml");
const textUnder = (title: string) => yaml.find(({ heading }) => heading === title)?.text ?? "";

test("lint has nothing to say of the guide's workers that find the first one", async () => {
  const { stdout, exitCode } = await runCli(["lint", "-f", "-", "--strict"], { stdin: textUnder("Names") });
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringContaining("1 object checked: nothing to complain of"),
  ]);
});

test("the guide's hook stays a Job, for that reason alone, and its command is one of the plugin", async () => {
  const stdin = textUnder("Helm hooks");
  const { stdout, stderr } = await runCli(["convert", "-f", "-"], { stdin });
  expect(stdout).toBe(stdin);
  expect(stderr.trim().split("\n")).toEqual([expect.stringContaining("it is a Helm hook")]);
  const words = /kubectl-batchtask (.*) < /.exec(stdin)?.[1]?.split(" ") ?? [];
  const ran = await runCli(words, { stdin: "" });
  expect(ran.stderr).toContain("there is no BatchTask in these files");
});
