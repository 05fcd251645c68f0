import { beforeEach, describe, expect, test } from "vitest";
import { inCluster } from "../../../../src/kube/access/in-cluster.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const { pathOf, write } = temporaryFolder();
let clock: ManualClock;
beforeEach(() => {
  clock = manualClock();
});

const open = (): ReturnType<typeof inCluster> =>
  inCluster({ host: "10.0.0.1", port: 443, folder: pathOf(), clock });

describe("in a pod", () => {
  test("the ServiceAccount's files", async () => {
    await Promise.all([write("token", "t1\n"), write("ca.crt", "CA"), write("namespace", "ns\n")]);
    const access = await open();
    expect([access.server, access.namespace]).toEqual(["https://10.0.0.1:443", "ns"]);
    expect(await access.credentials()).toEqual({ tls: { ca: "CA" }, authorization: "Bearer t1" });
  });

  test("a new token is read after a minute, or at once if forced; while it is unreadable the old one stays", async () => {
    await Promise.all([write("token", "t1"), write("ca.crt", "CA")]);
    const access = await open();
    await write("token", "t2");
    expect((await access.credentials()).authorization).toBe("Bearer t1");
    expect((await access.credentials(await access.credentials())).authorization).toBe("Bearer t2");
    await write("token", "t3");
    await clock.advance(60_000);
    expect((await access.credentials()).authorization).toBe("Bearer t3");
    await write("token", "");
    await clock.advance(60_000);
    expect((await access.credentials()).authorization).toBe("Bearer t3");
    await expect(access.credentials(await access.credentials())).rejects.toThrow("is empty");
  });

  test("IPv6", async () => {
    await Promise.all([write("token", "t1"), write("ca.crt", "CA")]);
    expect((await inCluster({ host: "fd00::1", port: "443", folder: pathOf(), clock })).server).toBe(
      "https://[fd00::1]:443",
    );
  });

  test("whom the pod acts as, and the proxy of its environment", async () => {
    await Promise.all([write("token", "t1"), write("ca.crt", "CA")]);
    const pod = { host: "10.0.0.1", port: 443, folder: pathOf(), clock };
    const proxies = { https: "http://p.example:3128" };
    const access = await inCluster({ ...pod, impersonate: { as: "jane" }, proxies });
    expect((await access.credentials()).impersonation).toEqual({ "impersonate-user": "jane" });
    expect(access.proxy?.href).toBe("http://p.example:3128/");
    expect((await inCluster({ ...pod, proxies: { ...proxies, no: "10.0.0.0/8" } })).proxy).toBeUndefined();
    await expect(inCluster({ ...pod, impersonate: { as: " jane" } })).rejects.toThrow('"as" is " jane"');
  });

  test("what is missing is named", async () => {
    await expect(inCluster({ host: undefined, port: 443, folder: pathOf(), clock })).rejects.toThrow(
      "KUBERNETES_SERVICE_HOST",
    );
    await expect(open()).rejects.toThrow(pathOf("token"));
  });
});
