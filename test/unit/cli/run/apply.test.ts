import { expect, onTestFinished, test } from "vitest";
import { parseManifests } from "../../../../src/cli/input/manifests.ts";
import { applyAll } from "../../../../src/cli/run/apply.ts";
import { fakeServer, json, status } from "../../kube/support/fake-server.ts";
import { clusterAt } from "../support/cluster-at.ts";
import { contextOf } from "../support/context.ts";

const task = (name: string) => ({
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTask",
  metadata: { name },
  spec: {},
});

/** Applies tasks to a server that refuses bad ones, and is not there for those whose names begin with lost. */
async function applied(names: readonly string[]) {
  const server = await fakeServer([
    (request, response) => {
      const last = request.path.split("/").at(-1) ?? "";
      const kinds = { resources: [{ name: "batchtasks", kind: "BatchTask", namespaced: true }] };
      if (last === "v1alpha1") return json(kinds)(request, response);
      if (request.method === "GET") return status(404, "NotFound", { name: last })(request, response);
      if (last.startsWith("bad")) return status(422, "Invalid")(request, response);
      if (last.startsWith("lost")) return status(401, "Unauthorized")(request, response);
      json(task(last))(request, response);
    },
  ]);
  onTestFinished(() => server.close());
  const text = names.map((name) => JSON.stringify(task(name))).join("\n---\n");
  const codes: number[] = [];
  const { context: still, stderr } = contextOf();
  const context = { ...still, exit: (code: number) => void codes.push(code) };
  const { manifests } = parseManifests([{ name: "all.yaml", text }]);
  const told: string[] = [];
  const done = applyAll(context, clusterAt(server), manifests, {
    options: { dryRun: false },
    tell: ({ name, did }) => void told.push(`${name} ${did}`),
  });
  return { done, told, stderr, codes };
}

test("of several objects each that is refused is told with its place, and the others are applied", async () => {
  const { done, told, stderr, codes } = await applied(["one", "bad", "two"]);
  expect((await done).map(({ name }) => name)).toHaveLength(2);
  expect(told).toEqual(["batchtask.batchtask.dev/one created", "batchtask.batchtask.dev/two created"]);
  expect(stderr()).toBe("error: all.yaml:3:1: BatchTask/bad: it is Invalid\n");
  expect(codes).toEqual([5]);
});

test("an object that is alone is refused in the server's words", async () => {
  const { done, stderr } = await applied(["bad"]);
  await expect(done).rejects.toMatchObject({ message: "it is Invalid", exitCode: 5 });
  expect(stderr()).toBe("");
});

test("where the cluster takes no credentials, the others are not tried", async () => {
  const { done, told } = await applied(["one", "lost", "two"]);
  await expect(done).rejects.toMatchObject({ status: 401 });
  expect(told).toHaveLength(1);
});
