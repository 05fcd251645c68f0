import { expect, test } from "vitest";
import { recordedApi } from "../../../support/recorded-api.ts";
import { spec } from "../../support/task.ts";
import { runCli } from "../support/run-cli.ts";

const TASK = JSON.stringify({
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTask",
  metadata: { name: "many" },
  spec: spec({ parallelism: 100 }),
});

test("lint --cluster judges by the context's namespace, and tells whose labels it can't know", async () => {
  await using api = await recordedApi();
  const { kubeconfig } = api;
  const known = await runCli(["lint", "-f", "-", "--cluster"], { kubeconfig, stdin: TASK });
  expect(known.stdout).toContain("policy team allows at most 20");
  expect(known.stderr).toBe("");
  api.forbidden.add("namespaces");
  const unknown = await runCli(["lint", "-f", "-", "--cluster"], { kubeconfig, stdin: TASK });
  expect(unknown.stdout).toContain("policy team allows at most 20");
  expect(unknown.stderr).toBe(
    "note: you have no right to read namespace team, so policies that select by labels are taken to hold there: team\n",
  );
});
