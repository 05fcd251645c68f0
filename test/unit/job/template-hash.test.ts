import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BatchTask, BatchTaskSpec } from "../../../src/api/batchtask.ts";
import {
  asked,
  completionsApart,
  isRunOf,
  templateHash,
  withCompletions,
} from "../../../src/job/template-hash.ts";
import { parseJson } from "../../faults/support/json.ts";
import { spec as taskSpec } from "../support/task.ts";

const ranAs = (spec: BatchTaskSpec, hash: string, inPlace: boolean): boolean =>
  isRunOf(asked(spec), hash, inPlace);

const container = { name: "main", image: "busybox:1.36" };
const withPod = (pod: object, metadata?: object): BatchTaskSpec => ({
  template: { ...(metadata && { metadata }), spec: { containers: [container], ...pod } },
});
const spec = withPod({});

test.each([
  ["labels without an entry", withPod({}, { labels: {}, annotations: {} })],
  ["a nodeSelector without an entry", withPod({ nodeSelector: {} })],
  ["lists without an item", withPod({ tolerations: [], volumes: [] })],
  ["no amount of anything", withPod({ containers: [{ ...container, resources: { limits: {} }, args: [] }] })],
])("%s: the same run", (_name, edited) => {
  expect(templateHash(edited)).toBe(templateHash(spec));
});

test.each([
  ["a label", withPod({}, { labels: { version: "two" } })],
  ["an empty value of a label", withPod({}, { labels: { version: "" } })],
  ["an emptyDir without a field", withPod({ volumes: [{ name: "cache", emptyDir: {} }] })],
  ["a securityContext without a field", withPod({ securityContext: {} })],
])("%s: another run", (_name, edited) => {
  expect(templateHash(edited)).not.toBe(templateHash(spec));
});

test("an emptyDir is told from a volume without a source", () => {
  const volumes = (source: object): BatchTaskSpec => withPod({ volumes: [{ name: "cache", ...source }] });
  expect(templateHash(volumes({ emptyDir: {} }))).not.toBe(templateHash(volumes({})));
});

test("the hash ignores order, runs and what a live Job can change, and nothing else", () => {
  const base = templateHash(taskSpec());
  expect(
    templateHash(
      taskSpec({
        parallelism: 3,
        backoffLimit: 1,
        suspend: true,
        activeDeadlineSeconds: 9,
        ttlSecondsAfterFinished: 9,
      }),
    ),
  ).toBe(base);
  expect(templateHash(taskSpec({ runs: { onChange: "Never" } }))).toBe(base);
  expect(
    templateHash({
      template: { spec: { containers: [{ image: "busybox:1.36", name: "main" }], restartPolicy: "Never" } },
    }),
  ).toBe(base);
  expect(templateHash(taskSpec({ completions: 2 }))).not.toBe(base);
  expect(
    templateHash({
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.37" }] } },
    }),
  ).not.toBe(base);
});

const indexedHash = (completions: number, parallelism: number) =>
  templateHash(taskSpec({ completionMode: "Indexed", completions, parallelism }));

test("a run of an Indexed task is told by its completions too, unless its Job takes them in place", () => {
  expect(indexedHash(3, 3)).toBe(indexedHash(3, 2));
  expect(indexedHash(3, 3)).not.toBe(indexedHash(5, 5));
  const isOf = (completions: number, inPlace: boolean): boolean =>
    ranAs(
      taskSpec({ completionMode: "Indexed", completions, parallelism: completions }),
      indexedHash(3, 3),
      inPlace,
    );
  expect([isOf(3, false), isOf(5, false), isOf(5, true)]).toEqual([true, false, true]);
  expect(ranAs(taskSpec({ completions: 5 }), templateHash(taskSpec({ completions: 3 })), true)).toBe(false);
  expect(ranAs(taskSpec({ completions: 5, completionMode: "Indexed" }), templateHash(taskSpec()), true)).toBe(
    false,
  );
});

/** Tasks as an operator recorded them that wrote no version before its hashes. */
const RECORDED = parseJson<BatchTask[]>(
  readFileSync(join(import.meta.dirname, "../cli/fixtures/recorded/batchtasks.json"), "utf8"),
).flatMap(({ metadata, spec: ran, status }) =>
  status?.run ? [{ name: metadata.name, ran, hash: status.run.templateHash }] : [],
);

describe("hashes that were recorded before they had a version", () => {
  test("are there", () => {
    expect(RECORDED.length).toBe(7);
    for (const { hash } of RECORDED) expect(hash).toMatch(/^[0-9a-f]{16}(-\d+)?$/);
  });

  test.each(RECORDED.filter(({ ran }) => ran.completionMode !== "Indexed"))(
    "$name: the same run, and an edit is another one",
    ({ ran, hash }) => {
      expect(ranAs(ran, hash, false)).toBe(true);
      expect(ranAs({ ...ran, completionMode: "Indexed", completions: 77 }, hash, false)).toBe(false);
    },
  );

  // What the last build without versions made of these specs.
  test.each<[string, Partial<BatchTaskSpec>]>([
    ["b424c243bd06e628", {}],
    ["4187210ff3d56c65-3", { completionMode: "Indexed", completions: 3, parallelism: 3 }],
    ["4187210ff3d56c65", { completionMode: "Indexed" }],
    ["80097da9232ae23e", { completions: 2, podFailurePolicy: { rules: [] }, backoffLimit: 7 }],
  ])("%s", (hash, fields) => {
    expect(ranAs({ ...spec, ...fields }, hash, false)).toBe(true);
    expect(ranAs({ ...spec, ...fields, suspend: true }, hash, false)).toBe(true);
    expect(ranAs({ ...spec, ...fields, ttlSecondsAfterFinished: 1, completions: 9 }, hash, false)).toBe(
      false,
    );
  });

  test("of an Indexed task: completions that its Job takes in place are added to them", () => {
    const indexed = (completions: number): BatchTaskSpec => ({
      ...spec,
      completionMode: "Indexed",
      completions,
    });
    const before = templateHash(indexed(3)).replace("v1-", "");
    const grown = withCompletions(before, indexed(5));
    expect([ranAs(indexed(5), before, true), ranAs(indexed(5), before, false)]).toEqual([true, false]);
    expect(grown).toBe(before.replace(/-3$/, "-5"));
    expect(ranAs(indexed(5), grown, false)).toBe(true);
  });
});

test("a hash of digits alone loses none of them", () => {
  expect(withCompletions("v1-1234567890123456", { ...spec, completions: 5 })).toBe("v1-1234567890123456-5");
  expect(withCompletions("1234567890123456", { ...spec, completions: 5 })).toBe("1234567890123456-5");
});

test("a hash of a later algorithm can't be compared, and starts nothing", () => {
  expect(ranAs(spec, "v2-0123456789abcdef", false)).toBe(true);
  expect(ranAs(spec, "v1-0123456789abcdef", false)).toBe(false);
  expect(ranAs(spec, "nonsense", false)).toBe(false);
});

test.each([
  ["v1-0123456789abcdef-5", "v1-0123456789abcdef-3", 5],
  ["v1-0123456789abcdef-5", "0123456789abcdef", 5],
  ["0123456789abcdef-5", "v1-0123456789abcdef-3", 5],
  ["v1-0123456789abcdef-5", "v1-0123456789abcdef-5", undefined],
  ["v1-0123456789abcdef", "v1-0123456789abcdef-3", undefined],
  ["v1-0123456789abcdee-5", "v1-0123456789abcdef-3", undefined],
  ["v2-0123456789abcdef-5", "v1-0123456789abcdef-3", undefined],
  ["nonsense-5", "v1-0123456789abcdef-3", undefined],
])("completions in which alone %s differs from %s: %s", (hash, other, completions) => {
  expect(completionsApart(hash, other)).toBe(completions);
});
