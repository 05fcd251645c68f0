import { expect, onTestFinished, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { AffectedTask } from "../../../../src/cli/policy-affected/affected.ts";
import { walkAffected, type Where } from "../../../../src/cli/policy-affected/walk.ts";
import { fakeServer, json, status } from "../../kube/support/fake-server.ts";
import { policy } from "../../support/policy.ts";
import { task } from "../../support/task.ts";
import { clusterAt } from "../support/cluster-at.ts";
import { contextOf } from "../support/context.ts";

const adjusted = (name: string): BatchTask => {
  const made = task(
    {},
    {
      observedGeneration: 2,
      adjustments: [
        { field: "spec.backoffLimit", rule: "backoffLimit", policy: "bounds", asked: "20", applied: "10" },
      ],
    },
  );
  return { ...made, metadata: { ...made.metadata, name } };
};
const PAGES = [[adjusted("a"), task()], [adjusted("b")], []];
const POLICY = {
  ...policy("bounds", { rules: {} }),
  status: { observedGeneration: 1, adjusted: 40, rejected: 3 },
};
const EVERYWHERE: Where = { namespace: undefined, allNamespaces: false, selector: undefined };

/** A cluster of which only namespace team may be read, or all of it; its tasks come in three pages. */
async function scene({ mayReadAll = true, mayReadPolicies = true } = {}) {
  const server = await fakeServer([
    (request, response) => {
      const { path, query } = request;
      const isPolicy = path.includes("/batchtaskpolicies");
      if (isPolicy && !mayReadPolicies) return status(403, "Forbidden")(request, response);
      if (isPolicy && path.endsWith("/bounds")) return json(POLICY)(request, response);
      if (isPolicy) return status(404, "NotFound", { name: "nosuch" })(request, response);
      if (!mayReadAll && !path.includes("/namespaces/team/"))
        return status(403, "Forbidden")(request, response);
      const at = Number(query.get("continue") ?? "0");
      const next = at < PAGES.length - 1 ? { continue: String(at + 1) } : {};
      return json({ metadata: { resourceVersion: "1", ...next }, items: PAGES[at] })(request, response);
    },
  ]);
  onTestFinished(() => server.close());
  const { context, stderr } = contextOf();
  const pages: AffectedTask[][] = [];
  const found = async (page: AffectedTask[]) => void pages.push(page);
  const walk = (where = EVERYWHERE, name = "bounds") =>
    walkAffected(context, clusterAt(server), { name, where, found });
  return { server, walk, stderr, names: () => pages.map((page) => page.map(({ task }) => task)) };
}

test("all tasks are walked over page by page, and each page's are told before the next is asked for", async () => {
  const { walk, names, stderr, server } = await scene();
  expect(await walk()).toEqual({ namespace: undefined, tasks: 3, refused: 0, adjusted: 2 });
  expect(names()).toEqual([["a"], ["b"], []]);
  expect(stderr()).toBe("");
  expect(server.requests.filter(({ query }) => query.get("limit") === "500")).toHaveLength(3);
});

test("who may read one namespace alone is told what was not seen, and what the policy's status counts", async () => {
  const { walk, stderr } = await scene({ mayReadAll: false });
  expect(await walk()).toMatchObject({ namespace: "team", tasks: 3, adjusted: 2 });
  expect(stderr()).toBe(
    "note: you have no right to list the tasks of all namespaces, so only those of namespace team were looked at; of all namespaces the policy's status counts 3 rejected and 40 adjusted\n",
  );
});

test("who asks for all namespaces by -A, or for one that may not be read, is refused", async () => {
  const { walk } = await scene({ mayReadAll: false });
  await expect(walk({ ...EVERYWHERE, allNamespaces: true })).rejects.toMatchObject({ status: 403 });
  await expect(walk({ ...EVERYWHERE, namespace: "other" })).rejects.toMatchObject({ status: 403 });
});

test("who may not read policies gets the list, and is told that nobody looked for the name", async () => {
  const { walk, stderr } = await scene({ mayReadPolicies: false });
  expect(await walk()).toMatchObject({ adjusted: 2 });
  expect(stderr()).toBe(
    "note: you have no right to read policies, so nobody looked whether there is one bounds\n",
  );
});

test("a name that no policy has is an error, but for that of the baseline", async () => {
  const { walk, names } = await scene();
  await expect(walk(EVERYWHERE, "nosuch")).rejects.toMatchObject({
    message: "there is no BatchTaskPolicy nosuch",
    exitCode: 5,
  });
  expect(names()).toEqual([]);
  expect(await walk(EVERYWHERE, "baseline")).toMatchObject({ tasks: 3, adjusted: 0 });
});
