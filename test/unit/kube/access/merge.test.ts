import { describe, expect, test } from "vitest";
import { type Fields, mergeKubeconfigs } from "../../../../src/kube/access/merge.ts";

const cluster = (name: string, fields: Fields): Fields => ({ clusters: [{ name, cluster: fields }] });
const user = (name: string, fields: Fields): Fields => ({ users: [{ name, user: fields }] });
const context = (name: string, fields: Fields): Fields => ({ contexts: [{ name, context: fields }] });

/** The files /0/config, /1/config and so on, merged. */
const merged = (...contents: Fields[]) =>
  mergeKubeconfigs(contents.map((content, at) => ({ path: `/${at}/config`, content })));

/** What kubectl config view shows of the same files. */
function shown(...contents: Fields[]) {
  const config = merged(...contents);
  const fields = (entries: typeof config.users) =>
    Object.fromEntries([...entries].map(([name, entry]) => [name, entry.fields]));
  return {
    current: config.currentContext,
    contexts: fields(config.contexts),
    clusters: fields(config.clusters),
    users: fields(config.users),
  };
}

describe("several kubeconfigs", () => {
  test.each<[string, Fields[], object]>([
    ["none", [], { current: undefined, contexts: {}, clusters: {}, users: {} }],
    ["the first current-context", [{ "current-context": "a" }, { "current-context": "b" }], { current: "a" }],
    ["an empty one is none", [{ "current-context": "" }, { "current-context": "b" }], { current: "b" }],
    ["none is none", [{ "current-context": null }, {}], { current: undefined }],
    [
      "entries of all files",
      [cluster("a", { server: "1" }), cluster("b", { server: "2" })],
      { clusters: { a: { server: "1" }, b: { server: "2" } } },
    ],
    [
      "of one name the first, as a whole: no field of a later one",
      [user("red", { token: "1" }), user("red", { token: "2", as: "jane" })],
      { users: { red: { token: "1" } } },
    ],
    [
      "a first one without fields, too",
      [{ users: [{ name: "red" }] }, user("red", { token: "2" })],
      { users: { red: {} } },
    ],
    [
      "contexts, clusters and users have names of their own",
      [context("a", { cluster: "a" }), cluster("a", { server: "1" }), user("a", { token: "1" })],
      { contexts: { a: { cluster: "a" } }, clusters: { a: { server: "1" } }, users: { a: { token: "1" } } },
    ],
    ["what is null is not there", [user("a", { token: "1", as: null })], { users: { a: { token: "1" } } }],
    ["lists that are null", [{ users: null }, user("a", {})], { users: { a: {} } }],
  ])("%s", (_, contents, expected) => {
    expect(shown(...contents)).toMatchObject(expected);
  });

  test("paths are relative to the file that they are in", () => {
    const files = { "certificate-authority": "ca.crt" };
    const credentials = { "client-certificate": "../c.crt", "client-key": "/abs/c.key", tokenFile: "t" };
    const { clusters, users } = shown(cluster("a", files), cluster("b", files), user("u", credentials));
    expect(clusters).toEqual({
      a: { "certificate-authority": "/0/ca.crt" },
      b: { "certificate-authority": "/1/ca.crt" },
    });
    expect(users).toEqual({
      u: { "client-certificate": "/c.crt", "client-key": "/abs/c.key", tokenFile: "/2/t" },
    });
  });

  test("the command of an exec plugin is looked for in PATH, unless it is a path", () => {
    const commands = ["plugin", "bin/plugin", "./plugin", "/bin/plugin"];
    const { users } = shown(
      ...commands.map((command) => user(command, { exec: { command, args: ["a/b"] } })),
    );
    expect(Object.values(users).map(({ exec }) => exec)).toEqual(
      ["plugin", "/1/bin/plugin", "/2/plugin", "/bin/plugin"].map((command) => ({ command, args: ["a/b"] })),
    );
  });

  test("each entry knows its file, and the whole all of them", () => {
    const config = merged(cluster("a", {}), cluster("b", {}));
    expect(config.path).toBe("/0/config:/1/config");
    expect(config.clusters.get("b")?.path).toBe("/1/config");
  });

  test.each<[string, Fields, string]>([
    ["no list", { users: { a: {} } }, 'has "users" that are no list'],
    ["no name", { contexts: [{ context: {} }] }, "contexts[0].name is missing"],
    ["a number for a name", { clusters: [{ name: "a" }, { name: 1 }] }, "clusters[1].name is missing"],
    ["no entry", { users: ["a"] }, "users[0].name is missing"],
    ["one name twice in a file", { users: [{ name: "a" }, { name: "a" }] }, 'has two users "a"'],
  ])("%s is told with the file", (_, content, words) => {
    expect(() => merged({}, content)).toThrow(`the kubeconfig /1/config `);
    expect(() => merged({}, content)).toThrow(words);
  });
});
