import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inCluster } from "../../../../src/kube/access/in-cluster.ts";
import { fromKubeconfig } from "../../../../src/kube/access/kubeconfig.ts";
import { AccessError } from "../../../../src/kube/errors.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";

let folder: string;
let clock: ManualClock;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kube-access-"));
  clock = manualClock();
});
afterEach(async () => rm(folder, { recursive: true }));

const write = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

const open = (): ReturnType<typeof inCluster> => inCluster({ host: "10.0.0.1", port: 443, folder, clock });

describe("in a pod", () => {
  test("the ServiceAccount's files", async () => {
    await Promise.all([write("token", "t1\n"), write("ca.crt", "CA"), write("namespace", "ns\n")]);
    const access = await open();
    expect([access.server, access.namespace]).toEqual(["https://10.0.0.1:443", "ns"]);
    expect([await access.tls(), await access.authorization(false)]).toEqual([{ ca: "CA" }, "Bearer t1"]);
  });

  test("a new token is read after a minute, or at once if forced; while it is unreadable the old one stays", async () => {
    await Promise.all([write("token", "t1"), write("ca.crt", "CA")]);
    const access = await open();
    await write("token", "t2");
    expect(await access.authorization(false)).toBe("Bearer t1");
    expect(await access.authorization(true)).toBe("Bearer t2");
    await write("token", "t3");
    await clock.advance(60_000);
    expect(await access.authorization(false)).toBe("Bearer t3");
    await write("token", "");
    await clock.advance(60_000);
    expect(await access.authorization(false)).toBe("Bearer t3");
    await expect(access.authorization(true)).rejects.toThrow("is empty");
  });

  test("IPv6", async () => {
    await Promise.all([write("token", "t1"), write("ca.crt", "CA")]);
    expect((await inCluster({ host: "fd00::1", port: "443", folder, clock })).server).toBe(
      "https://[fd00::1]:443",
    );
  });

  test("what is missing is named", async () => {
    await expect(inCluster({ host: undefined, port: 443, folder, clock })).rejects.toThrow(
      "KUBERNETES_SERVICE_HOST",
    );
    await expect(open()).rejects.toThrow(join(folder, "token"));
  });
});

interface Parts {
  context?: string;
  cluster?: string;
  user?: string;
  server?: string;
  token?: string;
}

function kubeconfig({
  context = "c",
  cluster = "k",
  user = "u",
  server = "https://k.example:6443/",
  token = "secret",
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
      { name: "k", cluster: { server, "certificate-authority-data": Buffer.from("CA").toString("base64") } },
    ],
    users: [{ name: "u", user: { token } }],
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
    expect(await access.tls()).toMatchObject({ ca: "CA" });
    expect(await access.authorization(false)).toBe("Bearer secret");
    expect((await fromKubeconfig({ path, context: "other", clock })).namespace).toBeUndefined();
  });

  test("a file that changed is read after a minute, or when forced", async () => {
    const path = await write("config", kubeconfig());
    const access = await fromKubeconfig({ path, clock });
    await write("config", kubeconfig({ token: "second" }));
    expect(await access.authorization(false)).toBe("Bearer secret");
    await clock.advance(60_000);
    expect(await access.authorization(false)).toBe("Bearer second");
    await write("config", kubeconfig({ token: "third" }));
    expect(await access.authorization(true)).toBe("Bearer third");
  });

  test.each<[string, string, string]>([
    ["not YAML", "a: [", "is not a kubeconfig"],
    ["empty", "", "is not a kubeconfig"],
    ["a text", "hello", "has no current-context; it has: none"],
    ["nothing in it", "{}", "has no current-context; it has: none"],
    ["an unknown context", kubeconfig({ context: "x" }), 'has no context "x"; it has: c, other'],
    ["an unknown cluster", kubeconfig({ cluster: "x" }), 'has no cluster "x", which its context "c" names'],
    ["an unknown user", kubeconfig({ user: "x" }), 'has no user "x", which its context "c" names'],
    ["a bad server", kubeconfig({ server: "nonsense" }), 'whose server is not a URL: "nonsense"'],
  ])("%s", async (_, text, words) => {
    const path = await write("config", text);
    const failure = fromKubeconfig({ path, clock });
    await expect(failure).rejects.toBeInstanceOf(AccessError);
    await expect(failure).rejects.toThrow(words);
    await expect(failure).rejects.toThrow(path);
  });

  test("an unreadable file, and an unknown context that was asked for", async () => {
    await expect(fromKubeconfig({ path: join(folder, "no"), clock })).rejects.toThrow(
      "can't be read: ENOENT",
    );
    const path = await write("config", kubeconfig());
    await expect(fromKubeconfig({ path, context: "nope", clock })).rejects.toThrow('has no context "nope"');
  });
});
