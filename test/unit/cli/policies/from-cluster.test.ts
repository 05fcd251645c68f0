import { expect, onTestFinished, test } from "vitest";
import { readInForce } from "../../../../src/cli/policies/from-cluster.ts";
import { fakeServer, json, status } from "../../kube/support/fake-server.ts";
import { clusterAt } from "../support/cluster-at.ts";
import { contextOf } from "../support/context.ts";

const policy = (name: string, matchLabels: object) => ({
  metadata: { name },
  spec: { namespaceSelector: { matchLabels } },
});
const POLICIES = [policy("prod", { tier: "prod" }), policy("all", {})];
const NAMESPACE = { metadata: { name: "team", labels: { tier: "prod" } } };

/** What a user sees who may not list namespaces, and may get these. */
async function seenBy(readable: readonly string[], asked: readonly string[]) {
  const server = await fakeServer([
    (request, response) => {
      const last = request.path.split("/").at(-1) ?? "";
      if (last === "batchtaskpolicies") return json({ metadata: {}, items: POLICIES })(request, response);
      if (!readable.includes(last)) return status(403, "Forbidden")(request, response);
      if (last !== "team") return status(404, "NotFound", { name: last })(request, response);
      json(NAMESPACE)(request, response);
    },
  ]);
  onTestFinished(() => server.close());
  const { context, stderr } = contextOf();
  const { known } = await readInForce(context, clusterAt(server).client, asked);
  return { known, stderr, paths: server.requests.map(({ path }) => path) };
}

test("who may not list namespaces is judged by the one that he may get", async () => {
  const { known, stderr, paths } = await seenBy(["team"], ["team", "team"]);
  expect(known("team")).toEqual({
    labels: { tier: "prod", "kubernetes.io/metadata.name": "team" },
    isAll: true,
  });
  expect(paths.filter((path) => path.endsWith("/team"))).toHaveLength(1);
  expect(stderr()).toBe("");
});

test("what can't be known is told once, with the policies that are taken to hold", async () => {
  const { known, stderr } = await seenBy(["team"], ["team", "b", "a", "b"]);
  expect(known("a")).toEqual({ labels: { "kubernetes.io/metadata.name": "a" }, isAll: false });
  expect(stderr()).toBe(
    "note: you have no right to read namespace a, b, so policies that select by labels are taken to hold there: prod\n",
  );
});

test("a namespace that is not there yet has its name alone", async () => {
  const { known, stderr } = await seenBy(["new"], ["new"]);
  expect(known("new")).toEqual({ labels: { "kubernetes.io/metadata.name": "new" }, isAll: true });
  expect(stderr()).toBe("");
});
