import { expect, test } from "vitest";
import { execInfo } from "../../../../src/kube/access/exec-info.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const V1 = "client.authentication.k8s.io/v1";
const cluster = {
  server: "https://k.example",
  "certificate-authority": "ca.crt",
  "tls-server-name": "k",
  extensions: [
    { name: "minikube.sigs.k8s.io", extension: { version: "1" } },
    { name: "client.authentication.k8s.io/exec", extension: { audience: "a" } },
  ],
};

const { pathOf, write } = temporaryFolder();

test("a plugin is told the version that it speaks, and of the cluster nothing unless it asks", async () => {
  expect(JSON.parse(await execInfo({ apiVersion: V1, command: "p" }, cluster, "/"))).toEqual({
    kind: "ExecCredential",
    apiVersion: V1,
    spec: { interactive: false },
  });
});

test("one that asks is told of the cluster, its certificate authority as data, and what it has for plugins", async () => {
  await write("ca.crt", "CA");
  const told = await execInfo({ apiVersion: V1, provideClusterInfo: true }, cluster, pathOf());
  expect(JSON.parse(told)).toMatchObject({
    spec: {
      cluster: {
        server: "https://k.example",
        "tls-server-name": "k",
        "certificate-authority-data": Buffer.from("CA").toString("base64"),
        config: { audience: "a" },
      },
    },
  });
  const given = { ...cluster, "certificate-authority-data": "Q0E=" };
  expect(JSON.parse(await execInfo({ provideClusterInfo: true }, given, "/"))).toMatchObject({
    spec: { cluster: { "certificate-authority-data": "Q0E=" } },
  });
});
