import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Cluster, up } from "../cluster/index.ts";
import { mustRun } from "./support.ts";

const NAMESPACE = "services";
const IMAGE = "busybox:1.36";

const pod = (name: string, command: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: { app: name } },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "main", image: IMAGE, command: ["sh", "-c", command] }],
  },
});
const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "hello" },
  spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
};
const OBJECTS = [
  pod("web", "mkdir /www; echo good morning >/www/index.html; httpd -f -p 8080 -h /www"),
  pod("client", "sleep 3600"),
  service,
];

describe.skipIf(inject("noRealNode") !== undefined)("Services and their names on a real node", () => {
  let cluster: Cluster;
  const kubectl = (args: string[], input?: unknown) =>
    mustRun(cluster, ["--namespace", NAMESPACE, ...args], input);
  /** What a Service answers to a plain HTTP request from inside a pod. */
  const ask = (from: string, host: string, port: number) =>
    kubectl([
      "exec",
      from,
      "--",
      "sh",
      "-c",
      `printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 5 ${host} ${port}`,
    ]);

  beforeAll(async () => {
    cluster = await up({ environment: process.env, name: inject("clusterName"), nodes: { real: true } });
    await cluster.loadImages([IMAGE]);
    await mustRun(cluster, ["create", "namespace", NAMESPACE]);
    await kubectl(["apply", "-f", "-"], { apiVersion: "v1", kind: "List", items: OBJECTS });
    await kubectl(["wait", "--for=condition=Ready", "pod/web", "pod/client", "--timeout=60s"]);
    // The Service leads somewhere as soon as its EndpointSlice says so.
    const slice = "endpointslice --selector=kubernetes.io/service-name=hello".split(" ");
    await kubectl(["wait", "--for=jsonpath={.endpoints[0].conditions.ready}=true", ...slice]);
  });
  afterAll(() => cluster.kubectl(["delete", "namespace", NAMESPACE, "--wait=false"]));

  test.each(["hello", `hello.${NAMESPACE}`, `hello.${NAMESPACE}.svc.cluster.local`])(
    "another pod reaches a Service as %s",
    async (name) => {
      expect(await ask("client", name, 80)).toContain("good morning");
    },
  );

  test("the pod behind a Service reaches itself through it", async () => {
    expect(await ask("web", "hello", 80)).toContain("good morning");
  });

  test("a pod reaches the API server through its Service", async () => {
    expect(await ask("client", "kubernetes.default.svc", 443)).toContain("HTTP request to an HTTPS server");
  });

  test("a name that no Service has is nobody's", async () => {
    const asked = cluster.kubectl(["--namespace", NAMESPACE, "exec", "client", "--", "nslookup", "nobody"]);
    expect((await asked).stdout).toContain("NXDOMAIN");
  });
});
