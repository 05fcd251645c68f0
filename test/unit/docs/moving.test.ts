import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { runCli } from "../cli/support/run-cli.ts";

/** The first object of the hook's template, which has nothing in it but values of the chart. */
const hook = readFileSync("deploy/helm-hook/templates/migrate.yaml", "utf8")
  .replace(/^\{\{- .*\}\}\n/, "")
  .split("---\n")[0]
  ?.replaceAll(/\{\{ .* \}\}/g, "example.com/operator:1");

test("the hook stays a Job, for that reason alone, and its arguments are ones of the plugin", async () => {
  const { stdout, stderr } = await runCli(["convert", "-f", "-"], { stdin: hook ?? "" });
  expect(stdout).toBe(hook);
  expect(stderr.trim().split("\n")).toEqual([expect.stringContaining("it is a Helm hook")]);
  const { args } = z
    .object({
      spec: z.object({
        template: z.object({
          spec: z.object({ containers: z.tuple([z.object({ args: z.array(z.string()) })]) }),
        }),
      }),
    })
    .transform(({ spec }) => spec.template.spec.containers[0])
    .parse(parse(hook ?? ""));
  const words = args.slice(1).map((word) => word.replace("/task/task.yaml", "-"));
  const ran = await runCli(words, { stdin: "" });
  expect(ran.stderr).toContain("there is no BatchTask in these files");
});
