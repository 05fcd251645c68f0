import { beforeAll, describe, expect, inject, test } from "vitest";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { type Client, createClient } from "../../../src/kube/client.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { ApiError, errorKind } from "../../../src/kube/errors.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import { createTransport } from "../../../src/kube/transport/transport.ts";
import { configMaps, newName, world } from "./support.ts";

interface Widget extends KubeObject {
  spec?: { size: number };
  status?: { phase?: string; notes?: string[] };
}

const widgets = {
  group: "kube-test.dev",
  version: "v1",
  kind: "Widget",
  plural: "widgets",
  namespaced: true,
};

const refusal = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "accepted",
    (error: unknown) => (error instanceof ApiError ? [error.status, error.reason, errorKind(error)] : error),
  );

beforeAll(async () => {
  const access = await fromKubeconfig({ path: inject("kubeconfig"), clock: systemClock });
  const transport = createTransport({ access, clock: systemClock, random: Math.random });
  const client = createClient(transport, { fieldManager: "kube-test" });
  const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const size = { type: "integer" };
  const spec = { type: "object", required: ["size"], properties: { size } };
  const notes = { type: "array", items: { type: "string" } };
  const status = { type: "object", properties: { phase: { type: "string" }, notes } };
  const body = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "widgets.kube-test.dev" },
    spec: {
      group: widgets.group,
      scope: "Namespaced",
      names: { kind: widgets.kind, plural: widgets.plural, singular: "widget" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: "object", required: ["spec"], properties: { spec, status } } },
        },
      ],
    },
  };
  await client.raw("POST", crds, { body }).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.reason === "AlreadyExists")) throw error;
  });
  // Until it is served.
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const served = await client.list(widgets).then(
      () => true,
      () => false,
    );
    if (served) break;
    await systemClock.sleep(100);
  }
  await transport.close();
});

test("nothing under that name is undefined; no such resource type is an error", async () => {
  const { client, namespace } = await world();
  expect(await client.get(configMaps, { namespace, name: "nothing" })).toBeUndefined();
  for (const resource of [
    { ...widgets, plural: "gadgets" },
    { ...widgets, group: "nowhere.kube-test.dev" },
    { ...configMaps, plural: "configmapz" },
  ]) {
    await expect(client.get(resource, { namespace, name: "a" })).rejects.toMatchObject({
      isMissingResourceType: true,
    });
  }
  const inNoNamespace = { metadata: { namespace: "no-such-namespace", name: "a" } };
  await expect(client.create(configMaps, inNoNamespace)).rejects.toMatchObject({
    isMissingResourceType: false,
  });
});

describe("create", () => {
  test("a second one of the same name is AlreadyExists; a dry run stores nothing", async () => {
    const { client, namespace } = await world();
    const object = { metadata: { namespace, name: newName() } };
    await client.create(configMaps, object, { dryRun: true });
    await client.create(configMaps, object);
    expect(await refusal(client.create(configMaps, object))).toEqual([409, "AlreadyExists", "Conflict"]);
  });

  test("an unknown field is refused under Strict, and a warning under Warn", async () => {
    const { transport, namespace } = await world();
    const warnings: string[] = [];
    const client = createClient(transport, {
      fieldManager: "x",
      onWarning: ({ text }) => warnings.push(text),
    });
    const make = (): object => ({ metadata: { namespace, name: newName() }, dta: {} });
    expect(await refusal(client.create(configMaps, make(), { fieldValidation: "Strict" }))).toEqual([
      400,
      "BadRequest",
      "Terminal",
    ]);
    await client.create(configMaps, make(), { fieldValidation: "Warn" });
    expect(warnings).toEqual(['unknown field "dta"']);
  });

  test("what is invalid says which field", async () => {
    const { client, namespace } = await world();
    const bad = client.create(configMaps, { metadata: { namespace, name: "Not_A_Name" } });
    await expect(bad).rejects.toMatchObject({ status: 422, causes: [{ field: "metadata.name" }] });
  });
});

describe("patch and delete touch only what was meant", () => {
  test("a patch with a stale version or another uid", async () => {
    const { client, namespace } = await world();
    const name = newName();
    const made = await client.create(configMaps, { metadata: { namespace, name }, data: { a: "1", b: "1" } });
    const patched = await client.mergePatch(configMaps, { namespace, name }, { data: { a: "2", b: null } });
    expect(patched.data).toEqual({ a: "2" });
    const { uid, resourceVersion } = made.metadata ?? {};
    const stale = { metadata: { resourceVersion }, data: { a: "3" } };
    expect(await refusal(client.mergePatch(configMaps, { namespace, name }, stale))).toEqual([
      409,
      "Conflict",
      "Conflict",
    ]);
    const other = { metadata: { uid: "another" }, data: { a: "3" } };
    expect(await refusal(client.mergePatch(configMaps, { namespace, name }, other))).toEqual([
      422,
      "Invalid",
      "Conflict",
    ]);
    const gone = client.mergePatch(configMaps, { namespace, name: "gone" }, { data: {} });
    expect(await refusal(gone)).toEqual([404, "NotFound", "Conflict"]);
    const same = await client.mergePatch(
      configMaps,
      { namespace, name },
      { metadata: { uid }, data: { a: "2" } },
    );
    expect(same.metadata?.resourceVersion).toBe(patched.metadata?.resourceVersion);
  });

  test("a deletion with another uid or version", async () => {
    const { client, namespace } = await world();
    const ref = { namespace, name: newName() };
    const made = await client.create(configMaps, { metadata: ref });
    const uid = made.metadata?.uid ?? "";
    expect(await refusal(client.delete(configMaps, ref, { uid: "another" }))).toEqual([
      409,
      "Conflict",
      "Conflict",
    ]);
    const stale = client.delete(configMaps, ref, { uid, resourceVersion: "1" });
    expect(await refusal(stale)).toEqual([409, "Conflict", "Conflict"]);
    expect(await client.get(configMaps, ref)).toBeDefined();
    await client.delete(configMaps, ref, { uid, propagationPolicy: "Background" });
    expect(await client.get(configMaps, ref)).toBeUndefined();
    await client.delete(configMaps, ref, { uid });
  });
});

async function makeWidget(): Promise<{ client: Client; made: Widget }> {
  const { client, namespace } = await world();
  const object: Widget = { metadata: { namespace, name: newName() }, spec: { size: 3 } };
  return { client, made: await client.create<Widget>(widgets, object) };
}

describe("replaceStatus", () => {
  test("changes the status alone: spec, labels and generation stay, whatever is sent", async () => {
    const { client, made } = await makeWidget();
    const { metadata = {}, spec } = made;
    const sent: Widget = {
      metadata: { ...metadata, labels: { sneaked: "in" } },
      spec: { size: 99 },
      status: { phase: "Busy", notes: ["a"] },
    };
    const answer = await client.replaceStatus<Widget>(widgets, sent);
    expect(answer).toMatchObject({ spec, status: { phase: "Busy", notes: ["a"] } });
    expect([answer.metadata?.generation, answer.metadata?.labels]).toEqual([metadata.generation, undefined]);
    const shorter = { ...answer, status: { phase: "Done" } };
    expect((await client.replaceStatus<Widget>(widgets, shorter)).status).toEqual({ phase: "Done" });
  });

  test("needs no spec, though the schema requires one, and keeps it", async () => {
    const { client, made } = await makeWidget();
    const answer = await client.replaceStatus<Widget>(widgets, {
      metadata: made.metadata,
      status: { phase: "X" },
    });
    expect(answer).toMatchObject({ spec: { size: 3 }, status: { phase: "X" } });
  });

  test("is refused for a stale version and for another uid", async () => {
    const { client, made } = await makeWidget();
    await client.replaceStatus<Widget>(widgets, { ...made, status: { phase: "First" } });
    const stale = client.replaceStatus<Widget>(widgets, { ...made, status: { phase: "Second" } });
    expect(await refusal(stale)).toEqual([409, "Conflict", "Conflict"]);
    const ref = { namespace: made.metadata?.namespace, name: made.metadata?.name ?? "" };
    const current = await client.get<Widget>(widgets, ref);
    const imposter = { ...current, metadata: { ...current?.metadata, uid: "another" } };
    expect(await refusal(client.replaceStatus<Widget>(widgets, imposter))).toMatchObject([
      expect.any(Number),
      expect.any(String),
      "Conflict",
    ]);
  });

  test("that changes nothing writes nothing", async () => {
    const { client, made } = await makeWidget();
    const first = await client.replaceStatus<Widget>(widgets, { ...made, status: { phase: "Same" } });
    const second = await client.replaceStatus<Widget>(widgets, first);
    expect(second.metadata?.resourceVersion).toBe(first.metadata?.resourceVersion);
  });
});

test("a selector and pages", async () => {
  const { client, namespace } = await world();
  for (const name of ["a", "b", "c"]) {
    await client.create(configMaps, { metadata: { namespace, name, labels: { own: String(name !== "b") } } });
  }
  const query = { namespace, labelSelector: "own=true", limit: 1 };
  const pages = [await client.list(configMaps, query)];
  for (let next = pages[0]?.continue; next !== undefined; next = pages.at(-1)?.continue) {
    pages.push(await client.list(configMaps, { ...query, continue: next }));
    expect(pages.length).toBeLessThan(9);
  }
  expect(pages.flatMap(({ items }) => items).map((item) => [item.kind, item.metadata?.name])).toEqual([
    ["ConfigMap", "a"],
    ["ConfigMap", "c"],
  ]);
  expect(pages.length).toBeGreaterThan(1);
});

test("raw answers are text", async () => {
  const { client } = await world();
  expect(await client.raw("GET", "/readyz")).toMatchObject({ status: 200, text: "ok" });
});
