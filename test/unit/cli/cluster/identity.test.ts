import { describe, expect, test } from "vitest";
import { impersonation, refuseNames } from "../../../../src/cli/cluster/identity.ts";
import type { GlobalOptions } from "../../../../src/cli/options.ts";

const options = (given: Partial<GlobalOptions>): GlobalOptions => ({
  color: false,
  requestTimeout: 0,
  ...given,
});

describe("whom the flags name", () => {
  test.each<[Partial<GlobalOptions>, object]>([
    [{}, {}],
    [{ as: "" }, {}],
    [{ as: "jane" }, { as: "jane" }],
    [
      { as: "jane", asGroup: ["a", "b"], asUid: "1" },
      { as: "jane", "as-groups": ["a", "b"], "as-uid": "1" },
    ],
  ])("%j", (given, expected) => {
    expect(impersonation(options(given))).toEqual(expected);
  });

  test.each<[Partial<GlobalOptions>, string]>([
    [{ asGroup: ["a"] }, "--as-group needs --as"],
    [{ asUid: "1", as: "" }, "--as-uid needs --as"],
  ])("%j needs a user", (given, words) => {
    expect(() => impersonation(options(given))).toThrow(words);
  });
});

test("in a pod there is no other cluster and no other user", () => {
  expect(() => refuseNames(options({ cluster: "k" }))).toThrow("--cluster names a part of a kubeconfig");
  expect(() => refuseNames(options({ user: "u" }))).toThrow("--user names a part of a kubeconfig");
  refuseNames(options({ cluster: true }));
});
