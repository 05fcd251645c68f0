import { expect, test } from "vitest";
import { Store } from "../../../../../src/ui/page/store/store.ts";
import { NOW, once } from "../../../../support/ui/rows.ts";

const HELLO = { context: "c", cluster: "k", namespaces: null, timeZone: "UTC", version: "1", now: NOW };

function storeOf() {
  const due: (() => void)[] = [];
  let told = 0;
  const store = new Store(
    (tell) => due.push(tell),
    () => NOW - 5_000,
  );
  store.subscribe(() => {
    told += 1;
  });
  return { store, due, told: () => told };
}

test("the page's clock is the server's", () => {
  const { store } = storeOf();
  store.hello(HELLO);
  expect(store.now()).toBe(NOW);
});

test("many changes are told once", () => {
  const { store, due, told } = storeOf();
  store.hello(HELLO);
  store.change({ upserts: [once("a", "b", {})], deletes: [], now: NOW });
  store.state({ state: "away", message: "gone" });
  expect(due).toHaveLength(1);
  due[0]?.();
  expect(told()).toBe(1);
  expect(store.picture).toMatchObject({ connection: "away", message: "gone" });
});

test("the first chunk is shown at once; a new picture replaces the old one only when it is whole", () => {
  const { store } = storeOf();
  store.hello(HELLO);
  store.rows({ rows: [once("a", "1", {})], last: false });
  expect(store.picture).toMatchObject({ whole: false, rows: { list: [{ name: "1" }] } });
  store.rows({ rows: [once("a", "2", {})], last: true });
  expect(store.picture.whole).toBe(true);
  expect(store.picture.rows.list).toHaveLength(2);
  store.rows({ rows: [once("a", "3", {})], last: false });
  expect(store.picture.rows.list).toHaveLength(2);
  store.rows({ rows: [], last: true });
  expect(store.picture.rows.list.map(({ name }) => name)).toEqual(["3"]);
});

test("it is counted how often page and cluster have come back to each other", () => {
  const { store } = storeOf();
  const comebacks = () => store.picture.comebacks;
  store.hello(HELLO);
  store.state({ state: "live" });
  expect(comebacks()).toBe(0);
  store.state({ state: "away", message: "gone" });
  store.state({ state: "live" });
  expect(comebacks()).toBe(1);
  store.connection("closed");
  store.hello(HELLO);
  expect(store.picture).toMatchObject({ comebacks: 2, connection: "live", message: undefined });
});
