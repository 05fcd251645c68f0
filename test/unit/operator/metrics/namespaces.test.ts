import { expect, test } from "vitest";
import { createNamespaces, type NamespaceLabels } from "../../../../src/operator/metrics/namespaces.ts";

const shown = (labels: Iterable<NamespaceLabels>) =>
  [...labels].map(({ task_namespace }) => task_namespace).join(" ");

test("the first so many have their own, and keep it; the others share one", () => {
  const namespaces = createNamespaces(2);
  const of = (namespace: string) => namespaces.labelsOf(namespace).task_namespace;
  expect(["a", "b", "c", "a", "d", "b"].map(of)).toEqual(["a", "b", "_other", "a", "_other", "b"]);
  expect(namespaces.labelsOf("a")).toBe(namespaces.labelsOf("a"));
  expect(shown(namespaces.known())).toBe("_other a b");
});

test("one that is gone makes room for another, and is told; one that is there keeps its own", () => {
  const namespaces = createNamespaces(2);
  const gone: string[] = [];
  namespaces.onGone((namespace) => gone.push(namespace));
  for (const namespace of ["a", "b", "c"]) namespaces.labelsOf(namespace);
  namespaces.prune((namespace) => namespace !== "a");
  expect(gone).toEqual(["a"]);
  expect(namespaces.labelsOf("c").task_namespace).toBe("c");
  expect(namespaces.labelsOf("a").task_namespace).toBe("_other");
  expect(namespaces.labelsOf("b").task_namespace).toBe("b");
});

test("who begins series is told of those that are known and of each that comes, once", () => {
  const namespaces = createNamespaces(2);
  namespaces.labelsOf("a");
  const begun: NamespaceLabels[] = [];
  namespaces.onNew((labels) => begun.push(labels));
  for (const namespace of ["a", "b", "b", "c"]) namespaces.labelsOf(namespace);
  expect(shown(begun)).toBe("_other a b");
});

test("without it there is no label", () => {
  const namespaces = createNamespaces(0);
  expect(namespaces.declared).toEqual({});
  expect(namespaces.labelsOf("a")).toEqual({});
  expect(namespaces.labelsOf("a")).toBe(namespaces.labelsOf("b"));
  expect([...namespaces.known()]).toEqual([{}]);
});
