import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { buildPlugin } from "../../../../src/cli/build/plugin.ts";
import { CERTIFICATE, proxyServer, tlsServer } from "../../kube/transport/support/proxy.ts";

const FAULTY = "test/unit/cli/fixtures/faults.yaml";
const GOOD = "deploy/examples/hello.yaml";
/** Ends the process with code 99 at its first connection. */
const NO_NETWORK =
  "--import=data:text/javascript,import{Socket}from'node:net';Socket.prototype.connect=()=>process.exit(99)";

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters, typescript/no-unsafe-type-assertion -- our own files
const read = <T>(file: string): T => parse(readFileSync(file, "utf8")) as T;

/** The one file that a release has, as its users run it. */
describe("the bundle", { timeout: 60_000 }, () => {
  let folder: string;
  let plugin: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "bundle-"));
    plugin = join(folder, "dist", "kubectl-batchtask");
    await buildPlugin({ out: plugin, release: "1.2.3" });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (args: readonly string[], environment: Record<string, string> = {}) =>
    spawnSync(process.execPath, [plugin, ...args], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] ?? "", HOME: folder, ...environment },
    });

  it("runs by itself, away from its sources", () => {
    expect(run(["version", "--client"]).stdout).toContain("Client Version: 1.2.3\n");
    cpSync(FAULTY, join(folder, "faults.yaml"));
    const { status, stdout } = spawnSync(plugin, ["lint", "faults.yaml"], { encoding: "utf8", cwd: folder });
    expect(status).toBe(1);
    expect(stdout).toContain("did you mean parallelism?");
  });

  it("serves the page that is built into it, to whoever brings the token, until Ctrl-C", async () => {
    const api = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ metadata: { resourceVersion: "1" }, items: [] }));
    });
    api.listen(0, "127.0.0.1");
    await once(api, "listening");
    const address = api.address();
    const port = typeof address === "object" && address ? address.port : 0;
    writeFileSync(
      join(folder, "page-config"),
      JSON.stringify({
        clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}` } }],
        contexts: [{ name: "c", context: { cluster: "c" } }],
        "current-context": "c",
      }),
    );
    const args = [plugin, "ui", "-A", "--no-open", "--kubeconfig", join(folder, "page-config")];
    const child = spawn(process.execPath, args, {
      env: { HOME: folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const line = String(await once(child.stdout.setEncoding("utf8"), "data"));
      const address = new URL(line.trim());
      const at = (path: string) => new URL(path, address).href;
      expect((await fetch(at("page.js"))).status).toBe(401);
      const entered = await fetch(address, { redirect: "manual" });
      const [cookie = ""] = (entered.headers.get("set-cookie") ?? "").split(";");
      const read = async (path: string) => await (await fetch(at(path), { headers: { cookie } })).text();
      expect(await read(".")).toContain('<script type="module" src="page.js">');
      expect((await read("page.js")).length).toBeGreaterThan(10_000);
      expect(await read("page.css")).toContain("{");
      // A page that is open holds nothing up, nor does the watch that outlives it by a minute.
      const stream = await fetch(at("api/stream"), { headers: { cookie } });
      const interrupted = performance.now();
      child.kill("SIGINT");
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(performance.now() - interrupted).toBeLessThan(30_000);
      await stream.body?.cancel().catch(() => undefined);
    } finally {
      child.kill("SIGKILL");
      api.closeAllConnections();
      api.close();
    }
  });

  it("starts by what an earlier start has compiled, and without it where that is damaged or not wanted", () => {
    const cache = join(folder, ".cache", "kubectl-batchtask");
    rmSync(cache, { recursive: true, force: true });
    const version = (environment = {}) => run(["version", "--client"], environment);
    expect(version({ NODE_DISABLE_COMPILE_CACHE: "1" }).status).toBe(0);
    expect(existsSync(cache)).toBe(false);
    const first = version();
    const [file = ""] = readdirSync(cache);
    const before = readFileSync(join(cache, file));
    const { status, stdout, stderr } = version();
    expect([status, stdout, stderr]).toEqual([0, first.stdout, ""]);
    writeFileSync(join(cache, file), before.subarray(0, 1_000));
    expect(version().stdout).toBe(first.stdout);
    expect(readFileSync(join(cache, file)).length).toBeGreaterThan(1_000);
  });

  it("says the same as the sources", () => {
    const fromSources = spawnSync(process.execPath, ["src/cli/main.ts", "lint", FAULTY], {
      encoding: "utf8",
    });
    expect(run(["lint", FAULTY]).stdout).toBe(fromSources.stdout);
  });

  it.each([
    ["lint", GOOD],
    ["render", "-f", GOOD],
    ["convert", "-f", "test/unit/cli/fixtures/job.json"],
    ["policy", "test", "-f", "deploy/policies", "--task", GOOD],
    ["completion", "bash"],
    ["version", "--client"],
    ["--help"],
  ])("%s %s needs no network", (...args) => {
    expect(run(args, { NODE_OPTIONS: NO_NETWORK })).toMatchObject({ status: 0 });
  });

  it("ends at Ctrl-C while it reads stdin", async () => {
    const child = spawn(process.execPath, [plugin, "lint", "-f", "-"], { stdio: ["pipe", "ignore", "pipe"] });
    child.stdin.write("apiVersion: v1\n");
    await setTimeout(2_500);
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([130, null]);
  });

  it("reaches a cluster through a kubeconfig, the live verbs alone", async () => {
    const server = createServer((_, response) => response.end('{"gitVersion":"v9.9.9"}'));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    try {
      const kubeconfig = join(folder, "kubeconfig");
      const one = {
        name: "x",
        cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true },
      };
      const context = { name: "x", context: { cluster: "x", user: "x" } };
      const config = {
        clusters: [one],
        contexts: [context],
        users: [{ name: "x", user: {} }],
        "current-context": "x",
      };
      const { writeFileSync } = await import("node:fs");
      writeFileSync(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Config", ...config }));
      const args = ["version", "--kubeconfig", kubeconfig];
      const { stdout } = await promisify(execFile)(process.execPath, [plugin, ...args]);
      expect(stdout).toContain("Server Version: v9.9.9\n");
      expect(run(args, { NODE_OPTIONS: NO_NETWORK }).status).toBe(99);
    } finally {
      server.close();
    }
  });

  it("reaches a cluster through the proxy of the environment", async () => {
    const { url, asked } = await proxyServer();
    const server = await tlsServer();
    const kubeconfig = join(folder, "proxied");
    const cluster = { server, "certificate-authority-data": Buffer.from(CERTIFICATE).toString("base64") };
    const config = {
      clusters: [{ name: "x", cluster }],
      contexts: [{ name: "x", context: { cluster: "x" } }],
      "current-context": "x",
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    const env = { PATH: process.env["PATH"] ?? "", HOME: folder, https_proxy: url.href };
    const args = [plugin, "version", "--kubeconfig", kubeconfig];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
    expect([stdout.includes("Server Version: "), stderr]).toEqual([true, ""]);
    expect(asked).toEqual([`CONNECT ${new URL(server).host}`]);
  });

  it("is what pre-commit runs, with the changed files as arguments", () => {
    const [hook] = read<{ entry: string; language: string }[]>(".pre-commit-hooks.yaml");
    const manifest = read<{ bin: Record<string, string> }>("package.json");
    const [command = "", ...args] = hook?.entry.split(" ") ?? [];
    // pre-commit's `language: node` packs the repository and installs what `bin` names.
    expect(manifest.bin[command]).toBe("dist/kubectl-batchtask");
    expect(run([...args, GOOD, "package.json"])).toMatchObject({ status: 0 });
    expect(run([...args, GOOD, FAULTY])).toMatchObject({ status: 1 });
  });

  it("is what the GitHub Action runs", () => {
    const action = read<{ runs: { steps: { name?: string; run?: string; env?: object }[] } }>("action.yml");
    const step = action.runs.steps.find(({ name }) => name === "Lint");
    expect(Object.keys(step?.env ?? {})).toEqual(["FILES", "POLICY", "STRICT"]);
    const lint = (environment: Record<string, string>) =>
      spawnSync("bash", ["-e", "-c", step?.run ?? ""], {
        encoding: "utf8",
        env: { PATH: process.env["PATH"] ?? "", GITHUB_ACTION_PATH: folder, ...environment },
      });
    const faulty = lint({ FILES: `${GOOD} ${FAULTY}`, POLICY: "", STRICT: "false" });
    expect(faulty.stdout).toMatch(
      /^::error file=test\/unit\/cli\/fixtures\/faults\.yaml,line=5,col=3,title=/,
    );
    expect(faulty.status).toBe(1);
    const guarded = { FILES: "deploy/examples/guarded.yaml", POLICY: "deploy/policies" };
    expect(lint({ ...guarded, STRICT: "false" }).status).toBe(0);
    expect(lint({ ...guarded, STRICT: "true" }).status).toBe(1);
  });
});
