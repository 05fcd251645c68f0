import { readFileSync } from "node:fs";
import { beforeAll, expect, inject, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { compareOutputs } from "../../../src/crd/files.ts";
import { run, runOrThrow } from "../../cluster/util/run.ts";
import { plainManifests } from "../../tools/plain-manifests.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../../tools/tool.ts";

const root = new URL("../../../", import.meta.url);
const environment = process.env;
const kubectl = () => [inject("kubectl"), "--kubeconfig", inject("kubeconfig")];
let tool: Tool;

beforeAll(async () => {
  tool = await findTool("helm", process.env);
}, BUILD_MS);

test("what is committed is what the chart renders; else: npm run generate:plain", async (context) => {
  const outputs = await plainManifests(pathOf(tool, context), environment);
  expect(compareOutputs(root, outputs)).toEqual([]);
});

/** A text's objects in an order of their own, each with its keys in order. */
function sorted(text: string): string[] {
  const inOrder = (_: string, part: unknown): unknown =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return parseAllDocuments(text)
    .map((document) => JSON.stringify(document.toJS(), inOrder))
    .toSorted();
}

test("kustomize makes the same objects of its base", async () => {
  const base = new URL("deploy/kustomize", root).pathname;
  const { stdout } = await runOrThrow([...kubectl(), "kustomize", base], { environment });
  expect(sorted(stdout)).toEqual(sorted(readFileSync(new URL("deploy/install.yaml", root), "utf8")));
});

test("the API server takes install.yaml as it is", async () => {
  const file = new URL("deploy/install.yaml", root).pathname;
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "batchtask-system" } };
  await run([...kubectl(), "apply", "-f", "-"], { environment, input: JSON.stringify(namespace) });
  const flags = ["--server-side", "--force-conflicts", "--field-manager=plain", "--dry-run=server"];
  const { code, stderr } = await run([...kubectl(), "apply", ...flags, "--validate=strict", "-f", file], {
    environment,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
