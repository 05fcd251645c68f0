import { describe, expect, test } from "vitest";
import { type Choice, choose } from "../../../../src/kube/access/choose.ts";
import { mergeKubeconfigs } from "../../../../src/kube/access/merge.ts";

const server = (name: string) => ({ name, cluster: { server: `https://${name}` } });
const context = (name: string, fields: object) => ({ name, context: fields });

const chosen = (choice: Choice, more: object = {}) =>
  choose(
    mergeKubeconfigs([
      {
        path: "/f",
        content: {
          "current-context": "c",
          contexts: [
            context("c", { cluster: "k", user: "u", namespace: "ns" }),
            context("other", { cluster: "l" }),
            context("bare", {}),
            context("astray", { cluster: "x" }),
          ],
          clusters: [server("k"), server("l"), { name: "bad", cluster: { server: "nonsense" } }],
          users: [
            { name: "u", user: { token: "1" } },
            { name: "v", user: { token: "2" } },
          ],
          ...more,
        },
      },
    ]),
    choice,
  );

describe("context, cluster and user", () => {
  test.each<[string, Choice, (string | undefined)[]]>([
    ["the current ones", {}, ["k", "u", "ns", 'context "c" of /f']],
    ["a context without a user", { context: "other" }, ["l", "none", undefined, 'context "other" of /f']],
    ["another cluster", { cluster: "l" }, ["l", "u", "ns", 'context "c" of /f, with cluster "l"']],
    ["another user", { user: "v" }, ["k", "v", "ns", 'context "c" of /f, with user "v"']],
    ["empty names are none", { context: "", cluster: "", user: "" }, ["k", "u", "ns", 'context "c" of /f']],
    [
      "a cluster for a context that has none",
      { context: "bare", cluster: "k", user: "v" },
      ["k", "v", undefined, 'context "bare" of /f, with cluster "k" and user "v"'],
    ],
  ])("%s", (_, choice, expected) => {
    const { cluster, user, namespace, describe: words } = chosen(choice);
    expect([cluster.name, user.name, namespace, words]).toEqual(expected);
  });

  test("no context is needed where the cluster is named", () => {
    const nowhere = { "current-context": undefined };
    expect(chosen({ cluster: "l", user: "v" }, nowhere)).toMatchObject({
      describe: 'cluster "l" and user "v" of /f',
      user: { name: "v" },
    });
    expect(() => chosen({ user: "v" }, nowhere)).toThrow(
      "has no current-context; it has: c, other, bare, astray",
    );
  });

  test.each<[Choice, string]>([
    [{ context: "x" }, '/f has no context "x"; it has: c, other, bare, astray'],
    [{ cluster: "x" }, '/f has no cluster "x"; it has: k, l, bad'],
    [{ user: "x" }, '/f has no user "x"; it has: u, v'],
    [{ context: "astray" }, 'has no cluster "x", which its context "astray" names; it has: k, l, bad'],
    [{ context: "bare" }, 'has a context "bare" without a cluster'],
    [{ cluster: "bad" }, 'has a cluster "bad" whose server is not a URL: "nonsense"'],
  ])("%j is refused with what there is", (choice, words) => {
    expect(() => chosen(choice)).toThrow(words);
  });
});
