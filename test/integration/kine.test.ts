import { afterAll, beforeAll, expect, test } from "vitest";
import { BATCHTASKS } from "../../src/api/resources.ts";
import { ApiError } from "../../src/kube/errors.ts";
import type { Resource } from "../../src/kube/resource.ts";
import { type Cluster, up } from "../cluster/index.ts";
import { applyCrds } from "../support/crds.ts";
import { BUILD_MS } from "../tools/tool.ts";
import { eventually } from "./support/eventually.ts";
import { createWorld, type World } from "./support/world.ts";

/** A task's story on kine with sqlite, which K3s has in etcd's place; npm run test:matrix has all of them. */
let cluster: Cluster;
let world: World;
beforeAll(async () => {
  const report = (line: string) => void process.stderr.write(`${line}\n`);
  const name = `kine-${process.pid}`;
  const nodes = { real: false, kwok: 1 };
  cluster = await up({ environment: process.env, name, provider: "built", store: "kine", nodes, report });
  await applyCrds(cluster);
  world = await createWorld(cluster.kubeconfig);
  await world.startOperator();
}, BUILD_MS);
afterAll(async () => {
  await world?.[Symbol.asyncDispose]();
  await cluster?.down();
});

const NEW_KINDS = 12;

/** https://github.com/k3s-io/kine/issues/731: what was created while the watch began was in no list, for good. */
test("the first object of each of many new kinds is in every list", async () => {
  const resources = Array.from({ length: NEW_KINDS }, (_, number) => newKind(`first${number}`));
  await Promise.all(resources.map((resource) => createAtOnce(resource)));
  for (const resource of resources) {
    const path = `/apis/${resource.group}/v1/namespaces/${world.namespace}/${resource.plural}`;
    for (const query of ["", "?resourceVersion=0", "?limit=500"])
      await eventually(
        async () => (await world.client.raw("GET", `${path}${query}`)).text,
        (text) => text.includes('"name":"the-first"'),
        10_000,
      );
  }
});

test("runs, edits and their history; a killed API server and a killed kine; and lists in pages are whole", {
  timeout: 3 * 60_000,
}, async () => {
  const ends = (name: string, run = 1) =>
    world.until(name, ({ status }) => status?.phase === "Succeeded" && status.run?.number === run);
  await world.createTask("story");
  await ends("story");
  await world.edit("story", { backoffLimit: 3, template: { metadata: { labels: { run: "two" } } } });
  const { status } = await ends("story", 2);
  expect(status?.history?.map(({ number }) => number)).toEqual([1]);
  for (const component of ["kube-apiserver", "kine"]) {
    await cluster.stopComponent(component, "SIGKILL");
    await cluster.startComponent(component);
    await eventually(() => isReady(), Boolean);
    await world.createTask(`after-${component}`);
    await ends(`after-${component}`);
  }
  const names = Array.from({ length: 40 }, (_, number) => `many-${number}`);
  await Promise.all(names.map((name) => world.createTask(name, { suspend: true })));
  const wanted = ["after-kine", "after-kube-apiserver", ...names, "story"].toSorted();
  expect(await namesInPages(7)).toEqual(wanted);
});

const newKind = (name: string): Resource => ({
  group: "kine.test.batchtask.dev",
  version: "v1",
  kind: name[0]?.toUpperCase() + name.slice(1),
  plural: `${name}s`,
  namespaced: true,
});

/** Makes a kind, and its first object as soon as the API server takes it: with that call its watch begins. */
async function createAtOnce(resource: Resource): Promise<void> {
  const { group, kind, plural } = resource;
  const names = { kind, plural, singular: kind.toLowerCase() };
  const schema = { openAPIV3Schema: { type: "object" } };
  const versions = [{ name: "v1", served: true, storage: true, schema }];
  await world.client.raw("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
    body: {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `${plural}.${group}` },
      spec: { group, scope: "Namespaced", names, versions },
    },
  });
  const first = { metadata: { namespace: world.namespace, name: "the-first" } };
  await eventually(
    () =>
      world.client.create(resource, first).then(
        () => true,
        (error: unknown) =>
          error instanceof ApiError && error.status === 404 ? false : Promise.reject(error),
      ),
    Boolean,
  );
}

async function isReady(): Promise<boolean> {
  return (await cluster.kubectl(["get", "--raw", "/readyz", "--request-timeout=2s"])).code === 0;
}

async function namesInPages(limit: number): Promise<string[]> {
  const names: string[] = [];
  let next: string | undefined;
  do {
    const page = await world.client.list(BATCHTASKS, { namespace: world.namespace, limit, continue: next });
    names.push(...page.items.map(({ metadata }) => metadata.name));
    next = page.continue;
  } while (next);
  return names.toSorted();
}
