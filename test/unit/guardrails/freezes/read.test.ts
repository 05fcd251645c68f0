import { expect, test } from "vitest";
import { freezeWindows, unreadableFreezes } from "../../../../src/guardrails/freezes/read.ts";

const good = { schedule: "@daily", durationSeconds: 60 };
const typo = { schedule: "0 0 30 2 *", durationSeconds: 60 };
const nowhere = { schedule: "@daily", timeZone: "Nowhere/City", durationSeconds: 60 };

test("those that can't be read are named with field, value and fix, and hold nothing up", () => {
  expect(unreadableFreezes([good, typo, nowhere])).toEqual([
    {
      field: "spec.rules.freezes[1]",
      message: '"0 0 30 2 *" never comes: none of its months has such a day; choose another day or month',
    },
    {
      field: "spec.rules.freezes[2]",
      message:
        '"Nowhere/City" is no time zone that is known: write a name of the IANA database, as Europe/Berlin or Etc/UTC',
    },
  ]);
  const windows = freezeWindows([good, typo, nowhere].map((value) => ({ value, policy: "p" })));
  expect(windows.map(({ policy, durationMs }) => [policy, durationMs])).toEqual([["p", 60_000]]);
});

test("a policy without freezes has none that can't be read", () => {
  expect(unreadableFreezes()).toEqual([]);
});
