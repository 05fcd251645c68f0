import { beforeEach, describe, expect, test } from "vitest";
import { fromKubeconfig } from "../../../../src/kube/access/kubeconfig.ts";
import { AccessError } from "../../../../src/kube/errors.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const { pathOf, write } = temporaryFolder();
let clock: ManualClock;
beforeEach(() => {
  clock = manualClock();
});

interface Parts {
  context?: string;
  cluster?: string;
  user?: string;
  server?: string;
  token?: string;
  /** Further fields of the user, and of the cluster. */
  more?: object;
  moreOfCluster?: object;
}

function kubeconfig({
  context = "c",
  cluster = "k",
  user = "u",
  server = "https://k.example:6443/",
  token = "secret",
  more = {},
  moreOfCluster = {},
}: Parts = {}): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: [
      { name: "c", context: { cluster, user, namespace: "ns" } },
      { name: "other", context: { cluster: "k", user: "u" } },
    ],
    clusters: [
      {
        name: "k",
        cluster: {
          server,
          "certificate-authority-data": Buffer.from("CA").toString("base64"),
          ...moreOfCluster,
        },
      },
    ],
    users: [{ name: "u", user: { token, ...more } }],
  });
}

describe("from a kubeconfig", () => {
  test("server, CA, token, namespace", async () => {
    const path = await write("config", kubeconfig());
    const access = await fromKubeconfig({ path, clock });
    expect(access).toMatchObject({
      server: "https://k.example:6443",
      namespace: "ns",
      describe: `context "c" of ${path}`,
    });
    expect((await access.credentials()).tls).toMatchObject({ ca: "CA" });
    expect((await access.credentials()).authorization).toBe("Bearer secret");
    expect((await fromKubeconfig({ path, context: "other", clock })).namespace).toBeUndefined();
  });

  test("whom the user acts as", async () => {
    const more = { as: "jane", "as-groups": ["a"] };
    const access = await fromKubeconfig({ path: await write("config", kubeconfig({ more })), clock });
    expect((await access.credentials()).impersonation).toEqual({
      "impersonate-user": "jane",
      "impersonate-group": ["a"],
    });
  });

  test("an exec plugin that asks for the cluster is told of it, and its token is taken", async () => {
    const script =
      "const { spec } = JSON.parse(process.env.KUBERNETES_EXEC_INFO); console.log(JSON.stringify({ status: { token: `${process.env.WHO} of ${spec.cluster.server}` } }))";
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: process.execPath,
      args: ["-e", script],
      env: [{ name: "WHO", value: "jane" }],
      provideClusterInfo: true,
    };
    const path = await write("config", kubeconfig({ token: "", more: { exec } }));
    const access = await fromKubeconfig({ path, clock });
    expect((await access.credentials()).authorization).toBe("Bearer jane of https://k.example:6443/");
  });

  test("a file with the token, beside the kubeconfig: it goes before a token in it", async () => {
    await write("token", "from the file\n");
    const path = await write("config", kubeconfig({ more: { tokenFile: "token" } }));
    const access = await fromKubeconfig({ path, clock });
    expect((await access.credentials()).authorization).toBe("Bearer from the file");
    await write("token", "rotated\n");
    await clock.advance(60_000);
    expect((await access.credentials()).authorization).toBe("Bearer rotated");
  });

  test("a file that changed is read after a minute, or when forced", async () => {
    const path = await write("config", kubeconfig());
    const access = await fromKubeconfig({ path, clock });
    await write("config", kubeconfig({ token: "second" }));
    expect((await access.credentials()).authorization).toBe("Bearer secret");
    await clock.advance(60_000);
    expect((await access.credentials()).authorization).toBe("Bearer second");
    await write("config", kubeconfig({ token: "third" }));
    expect((await access.credentials(await access.credentials())).authorization).toBe("Bearer third");
  });

  test.each<[string, string, string]>([
    ["not YAML", "a: [", "is not a kubeconfig"],
    ["empty", "", "is not a kubeconfig"],
    ["a text", "hello", "has no current-context; it has: none"],
    ["nothing in it", "{}", "has no current-context; it has: none"],
    ["an unknown context", kubeconfig({ context: "x" }), 'has no context "x"; it has: c, other'],
    ["an unknown cluster", kubeconfig({ cluster: "x" }), 'has no cluster "x", which its context "c" names'],
    ["an unknown user", kubeconfig({ user: "x" }), 'has no user "x", which its context "c" names'],
    ["a number to act as", kubeconfig({ more: { as: 7 } }), 'credentials that can\'t be used: "as" is 7'],
    ["groups of nobody", kubeconfig({ more: { "as-groups": ["a"] } }), 'need "as": name the user'],
    [
      "a field to come",
      kubeconfig({ more: { "as-tenant": "x" } }),
      'has a user with "as-tenant": not supported',
    ],
    [
      "a proxy",
      kubeconfig({ moreOfCluster: { "proxy-url": "http://p.example" } }),
      'has a cluster with "proxy-url": not supported',
    ],
    ["no file of a token", kubeconfig({ more: { tokenFile: "no" } }), "can't be used: ENOENT"],
    ["a bad server", kubeconfig({ server: "nonsense" }), 'whose server is not a URL: "nonsense"'],
  ])("%s", async (_, text, words) => {
    const path = await write("config", text);
    const failure = fromKubeconfig({ path, clock });
    await expect(failure).rejects.toBeInstanceOf(AccessError);
    await expect(failure).rejects.toThrow(words);
    await expect(failure).rejects.toThrow(path);
  });

  test("an unreadable file, and an unknown context that was asked for", async () => {
    await expect(fromKubeconfig({ path: pathOf("no"), clock })).rejects.toThrow("can't be read: ENOENT");
    const path = await write("config", kubeconfig());
    await expect(fromKubeconfig({ path, context: "nope", clock })).rejects.toThrow('has no context "nope"');
  });
});
