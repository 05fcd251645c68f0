import { mkdir } from "node:fs/promises";
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

  test("whom the caller names goes before the file, field by field", async () => {
    const path = await write(
      "config",
      kubeconfig({ more: { as: "jane", "as-groups": ["a"], "as-uid": "1" } }),
    );
    const access = await fromKubeconfig({ path, clock, impersonate: { as: "joe", "as-uid": "2" } });
    expect((await access.credentials()).impersonation).toEqual({
      "impersonate-user": "joe",
      "impersonate-group": ["a"],
      "impersonate-uid": "2",
    });
  });

  test("another user than the context's, and a cluster without a context", async () => {
    const path = await write("config", kubeconfig());
    await expect(fromKubeconfig({ path, user: "x", clock })).rejects.toThrow('no user "x"; it has: u');
    await expect(fromKubeconfig({ path, cluster: "x", clock })).rejects.toThrow('no cluster "x"; it has: k');
  });

  test("a context without a user still trusts the cluster's certificate authority", async () => {
    const path = await write("config", kubeconfig({ user: "" }));
    const { tls, authorization } = await (await fromKubeconfig({ path, clock })).credentials();
    expect([tls.ca, authorization]).toEqual(["CA", undefined]);
  });

  test("a server without TLS gets no credentials, but whom the user acts as", async () => {
    const path = await write("config", kubeconfig({ server: "http://127.0.0.1:8001", more: { as: "jane" } }));
    const access = await fromKubeconfig({ path, clock });
    expect(access.server).toBe("http://127.0.0.1:8001");
    expect(await access.credentials()).toEqual({ tls: {}, impersonation: { "impersonate-user": "jane" } });
  });

  test("the cluster's proxy goes before that of the environment", async () => {
    const proxies = { https: "http://env.example:1" };
    const plain = await fromKubeconfig({ path: await write("a", kubeconfig()), clock, proxies });
    expect(plain.proxy?.href).toBe("http://env.example:1/");
    const moreOfCluster = { "proxy-url": "http://own.example:2" };
    const path = await write("b", kubeconfig({ moreOfCluster }));
    expect((await fromKubeconfig({ path, clock, proxies })).proxy?.href).toBe("http://own.example:2/");
  });

  test("several files are one; each has paths of its own, and is read again when it changed", async () => {
    await Promise.all([mkdir(pathOf("1")), mkdir(pathOf("2"))]);
    await write("1/ca.crt", "CA of 1");
    await write("2/token", "token of 2");
    const clusters = [{ name: "k", cluster: { server: "https://k", "certificate-authority": "ca.crt" } }];
    const users = [{ name: "u", user: { tokenFile: "token" } }];
    const contexts = [{ name: "c", context: { cluster: "k", user: "u" } }];
    const path = [
      await write("1/config", JSON.stringify({ clusters })),
      pathOf("not-there"),
      await write("2/config", JSON.stringify({ users, contexts, "current-context": "c" })),
    ];
    const access = await fromKubeconfig({ path, clock });
    expect(access.describe).toBe(`context "c" of ${path[2]}`);
    expect(await access.credentials()).toMatchObject({
      tls: { ca: "CA of 1" },
      authorization: "Bearer token of 2",
    });
    await write(
      "2/config",
      JSON.stringify({ users: [{ name: "u", user: { token: "new" } }], contexts, "current-context": "c" }),
    );
    await clock.advance(60_000);
    expect((await access.credentials()).authorization).toBe("Bearer new");
    await write(
      "2/config",
      JSON.stringify({ users: [{ name: "u", user: { as: 7 } }], contexts, "current-context": "c" }),
    );
    await expect(fromKubeconfig({ path, clock })).rejects.toThrow(
      `the kubeconfig ${path[2]} has credentials`,
    );
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
    ["empty", "", "has no current-context; it has: none"],
    ["a text", "hello", "is not a kubeconfig"],
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
      "a proxy of another kind",
      kubeconfig({ moreOfCluster: { "proxy-url": "socks5://p.example" } }),
      'has a cluster "k" whose "proxy-url" can\'t be used: socks5://p.example is a SOCKS proxy',
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
