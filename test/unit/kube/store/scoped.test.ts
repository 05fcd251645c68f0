import { expect, test } from "vitest";
import { createStore } from "../../../../src/kube/store/store.ts";
import { createScopedStore } from "../../../../src/kube/store/scoped.ts";
import { type Thing, thing } from "../support/objects.ts";

const create = (namespaces: string[] | undefined) =>
  createScopedStore<Thing>(namespaces, () =>
    createStore<Thing>({
      onHandlerError: (error) => {
        throw error;
      },
      indexes: { name: ({ metadata }) => [metadata?.name ?? ""] },
    }),
  );

const names = (things: Thing[]) =>
  things.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`).toSorted();

test("a full read of one namespace leaves the others as they are", async () => {
  const { store, parts } = create(["a", "b"]);
  await parts[0]?.store.replace([thing("x", 1, { namespace: "a" })], "1");
  await parts[1]?.store.replace([thing("x", 2, { namespace: "b" }), thing("y", 3, { namespace: "b" })], "3");
  expect(names(store.list())).toEqual(["a/x", "b/x", "b/y"]);
  expect(names(store.byIndex("name", "x"))).toEqual(["a/x", "b/x"]);
  await parts[1]?.store.replace([], "4");
  expect(names(store.list())).toEqual(["a/x"]);
  expect(store.size).toBe(1);
  expect(store.get("a/x")?.metadata?.resourceVersion).toBe("1");
  expect(store.get("b/x")).toBeUndefined();
});

test("handlers hear of all namespaces, until they end it", () => {
  const { store, parts } = create(["a", "b"]);
  const heard: string[] = [];
  const end = store.subscribe(({ type, object }) => heard.push(`${type} ${object.metadata?.namespace}`));
  parts[0]?.store.apply("ADDED", thing("x", 1, { namespace: "a" }));
  parts[1]?.store.apply("ADDED", thing("x", 2, { namespace: "b" }));
  end();
  parts[1]?.store.apply("DELETED", thing("x", 3, { namespace: "b" }));
  expect(heard).toEqual(["Added a", "Added b"]);
});

test("own writes go to their namespace; those of others are not taken", () => {
  const { store } = create(["a"]);
  store.upsert(thing("x", 1, { namespace: "a" }));
  store.upsert(thing("x", 1, { namespace: "other" }));
  expect(names(store.list())).toEqual(["a/x"]);
});

test("without namespaces there is one part with everything", async () => {
  const { store, parts } = create(undefined);
  expect(parts.map(({ namespace }) => namespace)).toEqual([undefined]);
  await parts[0]?.store.replace([thing("x", 1, { namespace: "a" }), thing("x", 2, { namespace: "b" })], "2");
  expect(names(store.list())).toEqual(["a/x", "b/x"]);
});
