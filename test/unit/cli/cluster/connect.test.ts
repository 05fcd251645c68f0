import { delimiter } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { fakeServer, json } from "../../kube/support/fake-server.ts";
import { proxyServer } from "../../kube/transport/support/proxy.ts";
import { temporaryFolder } from "../../kube/access/support/temporary-folder.ts";
import { runCli } from "../support/run-cli.ts";

const { write } = temporaryFolder();

/** What `version` says of an API server that answers so. */
async function versionOf(gitVersion: string, headers: Record<string, string> = {}) {
  const server = await fakeServer([json({ gitVersion }, 200, headers)]);
  onTestFinished(() => server.close());
  const config = {
    "current-context": "a",
    clusters: [{ name: "a", cluster: { server: server.access.server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "a", user: {} }],
    contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
  };
  return await runCli(["version"], { kubeconfig: await write("kubeconfig", JSON.stringify(config)) });
}

test("what the API server warns of moves no cursor; what our admission policies say is said in their words", async () => {
  const ours =
    "Validation failed for ValidatingAdmissionPolicy 'a.batchtask.dev' with binding 'a': spec.backoffLimit is 9";
  const warning = `299 - "\x9b2Jbeware \x9b31mof\x85 it", 299 - "${ours}"`;
  const { stderr, exitCode } = await versionOf("v1.37.2", { warning });
  expect(stderr).toBe("Warning: beware of it\nWarning: spec.backoffLimit is 9\n");
  expect(exitCode).toBe(0);
});

test("what the API server says of itself is one line", async () => {
  expect((await versionOf("v1\x1b[2J.37\nfaked")).stdout).toMatch(/^Server Version: v1\.37 faked\n$/m);
});

/** An API server without TLS, as `kubectl proxy` is one, and a kubeconfig for it. */
async function plainServer() {
  const server = await fakeServer([json({ gitVersion: "v1.37.2" })]);
  onTestFinished(() => server.close());
  const { requests, access } = server;
  const port = new URL(access.server).port;
  const file = async (address: string): Promise<string> => {
    const clusters = [
      { name: "a", cluster: { server: address } },
      { name: "b", cluster: { server: "http://127.0.0.1:1" } },
    ];
    const users = [
      { name: "a", user: {} },
      { name: "joe", user: { as: "joe" } },
    ];
    const contexts = [{ name: "a", context: { cluster: "a", user: "a" } }];
    return await write("plain", JSON.stringify({ "current-context": "a", clusters, users, contexts }));
  };
  return { requests, port, file, kubeconfig: await file(access.server) };
}

describe("the global options, before or after the verb", () => {
  test.each<[string[], string[][]]>([
    [["version"], []],
    [["version", "--user", "joe"], [["impersonate-user", "joe"]]],
    [["--user=joe", "version", "--as=jane"], [["impersonate-user", "jane"]]],
    [
      ["--as", "jane", "version", "--as-group", "x", "--as-group=y", "--as-uid", "1"],
      [
        ["impersonate-user", "jane"],
        ["impersonate-uid", "1"],
        ["impersonate-group", "x"],
        ["impersonate-group", "y"],
      ],
    ],
  ])("%j", async (args, lines) => {
    const { requests, kubeconfig } = await plainServer();
    const { stdout, exitCode } = await runCli([...args, "--request-timeout=0"], { kubeconfig });
    expect([stdout.includes("Server Version: v1.37.2"), exitCode]).toEqual([true, 0]);
    expect(requests[0]?.impersonation).toEqual(lines);
  });

  test.each<[string[], string, number]>([
    [["version", "--as-group=x"], "error: --as-group needs --as. Name the user to act as by --as\n", 2],
    [["version", "--cluster"], "error: option '--cluster <name>' argument missing. See", 2],
    [["version", "--cluster=x"], 'has no cluster "x"; it has: a, b.', 4],
    [["version", "--user=x"], 'has no user "x"; it has: a, joe.', 4],
    [["version", "--cluster", "b"], "ECONNREFUSED", 4],
  ])("%j is told", async (args, words, code) => {
    const { kubeconfig } = await plainServer();
    const { stderr, exitCode } = await runCli(args, { kubeconfig });
    expect(stderr).toContain(words);
    expect(exitCode).toBe(code);
  });

  test("in a pod there is no other cluster", async () => {
    const variables = { serviceHost: "10.0.0.1", servicePort: "443" };
    const { stderr, exitCode } = await runCli(["get", "--cluster=x"], { variables });
    expect(stderr).toContain("--cluster names a part of a kubeconfig, and there is none");
    expect(exitCode).toBe(2);
  });

  test("lint goes by a cluster where it is told to, with its name or without", async () => {
    const { kubeconfig } = await plainServer();
    const lint = async (...args: string[]) => (await runCli(["lint", ...args], { kubeconfig })).stderr;
    const file = "deploy/examples/hello.yaml";
    expect(await lint(file)).toBe("");
    expect(await lint(file, "--cluster=x")).toContain('has no cluster "x"; it has: a, b');
    expect(await lint("--cluster", "-f", file)).not.toContain("has no cluster");
    expect(await lint("--cluster", "b", "-f", file)).toContain("ECONNREFUSED");
  });
});

test("KUBECONFIG is as many files as it names", async () => {
  const { kubeconfig } = await plainServer();
  const first = await write(
    "first",
    JSON.stringify({ "current-context": "a", users: [{ name: "a", user: { as: "jane" } }] }),
  );
  const { requests, kubeconfig: second } = await plainServer();
  await runCli(["version"], { kubeconfig: [first, "/not/there", second, kubeconfig].join(delimiter) });
  expect(requests[0]?.impersonation).toEqual([["impersonate-user", "jane"]]);
});

test("the proxy of the environment, and what it says", async () => {
  const { requests, port, file } = await plainServer();
  const { url, asked } = await proxyServer();
  const kubeconfig = await file(`http://k.example:${port}`);
  const through = { kubeconfig, variables: { proxies: { http: url.href } } };
  expect((await runCli(["version", "--request-timeout=5s"], through)).stdout).toContain(
    "Server Version: v1.37.2",
  );
  expect(asked).toEqual([`GET http://k.example:${port}/version`]);
  expect(requests.length).toBe(1);
  const variables = { proxies: { http: "socks5://127.0.0.1:1080" } };
  const { stderr } = await runCli(["version"], { kubeconfig, variables });
  expect(stderr).toContain(
    "the variable HTTP_PROXY names no proxy that can be used: socks5://127.0.0.1:1080",
  );
  expect(stderr).toContain("Name another one, or put the host of");
});
