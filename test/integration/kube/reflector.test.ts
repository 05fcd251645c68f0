import { describe, expect, test, vi } from "vitest";
import { keyOf, type KubeObject, stripManagedFields } from "../../../src/kube/object.ts";
import { isSince } from "../support/kubernetes.ts";
import { numbers } from "../support/random.ts";
import type { Store } from "../../../src/kube/store/store.ts";
import { type ConfigMap, configMaps, follow, newName, world, type World } from "./support.ts";

/** Told apart from the ConfigMap that Kubernetes puts into every namespace. */
const labels = { "kube-test": "own" };
const labelSelector = "kube-test";

const until = async (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 20_000, interval: 20 });

async function live({ client, namespace }: World): Promise<Map<string, ConfigMap>> {
  const { items } = await client.list(configMaps, { namespace, labelSelector });
  return new Map(items.map((item) => [keyOf(item), stripManagedFields(item)]));
}

const stored = (store: Store<ConfigMap>): Map<string, ConfigMap> =>
  new Map(store.list().map((item) => [keyOf(item), item]));

async function churn({ client, namespace }: World, observe: (object: ConfigMap) => void): Promise<void> {
  const pick = numbers(42);
  for (let step = 0; step < 150; step += 1) {
    const name = `c${pick(8)}`;
    const present = await client.get(configMaps, { namespace, name });
    const data = { step: String(step) };
    if (!present) {
      observe(await client.create(configMaps, { metadata: { namespace, name, labels }, data }));
    } else if (pick(3) === 0) {
      await client.delete(configMaps, { namespace, name }, { uid: present.metadata?.uid ?? "" });
    } else {
      const changed = await client.mergePatch(configMaps, { namespace, name }, { data });
      if (pick(2) === 0) observe(changed);
    }
  }
}

/** On by default in 1.32, and again from 1.34 on; elsewhere the API server says no, and the list is read in pages. */
const HAS_WATCH_LIST = isSince(34) || (isSince(32) && !isSince(33));

describe.each([
  ["WatchList", true, HAS_WATCH_LIST ? "watchlist" : "list"],
  ["pages", false, "list"],
] as const)("by %s", (_, watchList, way) => {
  test("the store equals a live list after random operations, own writes taken at once", async () => {
    const scene = await world();
    await scene.client.create(configMaps, {
      metadata: { namespace: scene.namespace, name: "before", labels },
    });
    const { store, seen, how } = await follow(scene, configMaps, { watchList, labelSelector });
    expect(how).toEqual([way]);
    expect(seen.map(({ type, initial, object }) => [type, initial, object.metadata?.name])).toEqual([
      ["Added", true, "before"],
    ]);

    await churn(scene, (object) => {
      store.upsert(stripManagedFields(object));
      expect(store.get(keyOf(object))?.metadata?.resourceVersion).toBe(object.metadata?.resourceVersion);
    });

    await until(async () => expect(stored(store)).toEqual(await live(scene)));
    const states = seen
      .filter(({ type }) => type !== "Deleted")
      .map(({ object }) => `${object.metadata?.uid} ${object.metadata?.resourceVersion}`);
    expect(new Set(states).size).toBe(states.length);
    expect(stored(store).values().next().value).toMatchObject({ apiVersion: "v1", kind: "ConfigMap" });
  });

  test("more than one page, and the first read is whole", async () => {
    const scene = await world();
    const names = Array.from({ length: 520 }, (_, i) => `n${i}`);
    for (let i = 0; i < names.length; i += 20) {
      await Promise.all(
        names
          .slice(i, i + 20)
          .map((name) =>
            scene.client.create(configMaps, { metadata: { namespace: scene.namespace, name, labels } }),
          ),
      );
    }
    const { store } = await follow(scene, configMaps, { watchList, labelSelector });
    expect(store.size).toBe(520);
  });
});

test("the same name re-created is told as Deleted and Added", async () => {
  const scene = await world();
  const { client, namespace } = scene;
  const { seen } = await follow(scene, configMaps, { labelSelector });
  const name = newName();
  const first = await client.create(configMaps, { metadata: { namespace, name, labels } });
  await client.delete(configMaps, { namespace, name }, { uid: first.metadata?.uid ?? "" });
  const second = await client.create(configMaps, { metadata: { namespace, name, labels } });
  const told = (): unknown[] => seen.map(({ type, object }) => [type, object.metadata?.uid]);
  await until(() =>
    expect(told()).toEqual([
      ["Added", first.metadata?.uid],
      ["Deleted", first.metadata?.uid],
      ["Added", second.metadata?.uid],
    ]),
  );
});

test("a resource whose CRD comes later is followed then", async () => {
  const scene = await world();
  const kind = `Late${newName().slice(1)}`;
  const plural = `${kind.toLowerCase()}s`;
  const resource = { group: "late.kube-test.dev", version: "v1", kind, plural, namespaced: true };
  const following = follow<KubeObject>(scene, resource);
  await scene.client.raw("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
    body: {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `${plural}.${resource.group}` },
      spec: {
        group: resource.group,
        scope: "Namespaced",
        names: { kind, plural, singular: kind.toLowerCase() },
        versions: [
          { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } },
        ],
      },
    },
  });
  const { reflector, store } = await following;
  await until(() => expect(reflector.lastError).toBeUndefined());
  await scene.client.create(resource, { metadata: { namespace: scene.namespace, name: "a" } });
  await until(() => expect(store.size).toBe(1));
});
