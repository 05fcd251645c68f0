import { expect, test } from "vitest";
import type { NamespaceSelector } from "../../../../src/api/policy/selector.ts";
import { isDoubtful, type Known, mayHold, NOTHING_KNOWN } from "../../../../src/cli/policies/known.ts";

const NAME = "kubernetes.io/metadata.name";
const byName = (name: string): NamespaceSelector => ({ matchLabels: { [NAME]: name } });
const byTier: NamespaceSelector = { matchExpressions: [{ key: "tier", operator: "In", values: ["prod"] }] };
const nameOnly = { labels: { [NAME]: "team" }, isAll: false };
const all = { labels: { [NAME]: "team" }, isAll: true };

test.each<[string, NamespaceSelector | undefined, Known, { holds: boolean; doubtful: boolean }]>([
  ["an empty selector", undefined, nameOnly, { holds: true, doubtful: false }],
  ["its name", byName("team"), nameOnly, { holds: true, doubtful: false }],
  ["another name", byName("other"), nameOnly, { holds: false, doubtful: false }],
  ["a label that may be there", byTier, nameOnly, { holds: true, doubtful: true }],
  [
    "another name and a label",
    { ...byName("other"), ...byTier },
    nameOnly,
    { holds: false, doubtful: false },
  ],
  ["a label that is not there", byTier, all, { holds: false, doubtful: false }],
  ["a name where nothing is known", byName("other"), NOTHING_KNOWN, { holds: true, doubtful: true }],
])("a policy that selects by %s", (_, selector, known, { holds, doubtful }) => {
  expect(mayHold(selector, known)).toBe(holds);
  expect(isDoubtful(selector, known)).toBe(doubtful);
});
