import { expect, test } from "vitest";
import { impersonationHeaders } from "../../../../src/kube/access/impersonation.ts";

test.each<[string, object, object | undefined]>([
  ["nobody else", {}, undefined],
  ["an empty name is nobody", { as: "", "as-groups": [], "as-user-extra": null }, undefined],
  ["a user", { as: "jane" }, { "impersonate-user": "jane" }],
  [
    "all of it",
    { as: "jane", "as-uid": "1", "as-groups": ["a", "b"], "as-user-extra": { Scope: ["x", "y"] } },
    {
      "impersonate-user": "jane",
      "impersonate-uid": "1",
      "impersonate-group": ["a", "b"],
      "impersonate-extra-scope": ["x", "y"],
    },
  ],
  [
    "a key that is no part of a header's name",
    { as: "jane", "as-user-extra": { "example.com/a b%": ["x"] } },
    { "impersonate-user": "jane", "impersonate-extra-example.com%2Fa%20b%25": ["x"] },
  ],
  ["a name beyond ASCII goes as its bytes", { as: "jané" }, { "impersonate-user": "janÃ©" }],
])("%s", (_, user, headers) => {
  expect(impersonationHeaders({ ...user })).toEqual(headers);
});

test.each<[string, object, string]>([
  [
    "groups of nobody",
    { "as-groups": ["admins"] },
    '"as-groups" and "as-user-extra" need "as": name the user',
  ],
  ["a UID of nobody", { "as-uid": "1" }, 'need "as"'],
  ["a number", { as: 7 }, '"as" is 7: write it in quotes'],
  ["one group for a list", { as: "jane", "as-groups": "admins" }, '"as-groups" is "admins": write a list'],
  ["a group that is none", { as: "jane", "as-groups": [true] }, '"as-groups" is true: write it in quotes'],
  ["a list of extra", { as: "jane", "as-user-extra": [] }, '"as-user-extra" is no map of lists'],
  [
    "extra without a list",
    { as: "jane", "as-user-extra": { a: "b" } },
    '"as-user-extra.a" is "b": write a list',
  ],
  ["a second line", { as: "jane\r\nImpersonate-Group: system:masters" }, "no header can carry it"],
  ["white space around it", { as: " jane" }, "no header can carry it"],
])("%s is refused, not left out", (_, user, words) => {
  expect(() => impersonationHeaders({ ...user })).toThrow(words);
});
