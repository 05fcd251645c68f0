import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleAll } from "../../../deploy/image/bundle.ts";
import { ENTRYPOINT, imageFiles, VARIABLES } from "../../../deploy/image/files.ts";
import { buildArguments, imageLabels } from "../../../deploy/image/labels.ts";
import { sbomOf } from "../../../deploy/image/sbom.ts";
import { usage } from "../../../src/operator/config.ts";
import { dockerArchive } from "../../cluster/image/archive.ts";

const root = join(import.meta.dirname, "../../..");
let dist: string;
let folders: string[];

beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), "batchtask-bundle-"));
  folders = await bundleAll(dist);
}, 60_000);
afterAll(() => rmSync(dist, { recursive: true }));

const runBundle = (name: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(dist, name), ...args], { encoding: "utf8", cwd: tmpdir(), env: {} });

describe("the bundle", () => {
  test("runs by itself", () => {
    expect(runBundle("operator.mjs", "--help")).toMatchObject({ status: 0, stdout: `${usage()}\n` });
    const { status, stderr } = runBundle("install-check.mjs");
    expect(status).toBe(2);
    expect(stderr).toContain("--namespace and --image are needed");
    expect(runBundle("kubectl-batchtask", "version", "--client")).toMatchObject({ status: 0 });
  });

  test("reads a kubeconfig, the one thing it takes from client-node", async () => {
    const kubeconfig = join(dist, "kubeconfig.yaml");
    writeFileSync(
      kubeconfig,
      "apiVersion: v1\nkind: Config\ncontexts: [{ name: here, context: { cluster: a, user: b } }]\n",
    );
    const flags = ["--kubeconfig", kubeconfig, "--http-port=0", "--log-format=json"];
    const operator = spawn(process.execPath, [join(dist, "operator.mjs"), ...flags], { env: {} });
    try {
      let log = "";
      for await (const chunk of operator.stdout) {
        log += String(chunk);
        if (log.includes("can't be reached")) break;
      }
      expect(log).toContain(`the kubeconfig ${kubeconfig} has no current-context; it has: here`);
    } finally {
      operator.kill();
    }
    expect(statSync(join(dist, "operator.mjs")).size).toBeLessThan(4_000_000);
  }, 60_000);

  test("has the same bytes each time, and no path of the machine it was made on", async () => {
    const again = join(dist, "again");
    await bundleAll(again);
    for (const name of ["operator.mjs", "install-check.mjs", "kubectl-batchtask"]) {
      const text = readFileSync(join(dist, name), "utf8");
      expect(readFileSync(join(again, name), "utf8") === text).toBe(true);
      expect(text.includes(root)).toBe(false);
    }
  }, 60_000);
});

test("the SBOM lists what is in the bundles, with tools' packages among it, and no more; the same each time", () => {
  const sbom = sbomOf(root, folders);
  const names = sbom.components.map(({ "bom-ref": id }) => id.replace(/@[^@]*$/, ""));
  // Tools need zod and opentelemetry, too; commander is the plugin's alone.
  expect(names).toEqual(
    expect.arrayContaining(["undici", "pino", "prom-client", "zod", "@opentelemetry/api", "commander"]),
  );
  expect(names.filter((name) => ["esbuild", "typescript", "vitest"].includes(name))).toEqual([]);
  expect(sbom.metadata.component).toMatchObject({ name: "batchtask-operator" });
  expect(sbomOf(root, folders)).toEqual(sbom);
}, 60_000);

describe.runIf(process.platform === "linux")("the image", () => {
  test("has Node.js, its libraries and the bundles; no shell, no package manager, no set-uid", () => {
    const files = imageFiles(process.execPath, dist);
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        "nodejs/bin/node",
        "app/operator.mjs",
        "app/install-check.mjs",
        "app/kubectl-batchtask",
        "etc/passwd",
      ]),
    );
    expect(paths.filter((path) => /(^|\/)(sh|bash|busybox|npm|npx|apt|dpkg)$/.test(path))).toEqual([]);
    expect(files.filter(({ mode, path }) => (mode & 0o6022) !== 0 && path !== "tmp/")).toEqual([]);
  }, 60_000);

  test("is the same byte for byte", () => {
    const image = { names: ["r/i:1"], architecture: "amd64", labels: imageLabels(root) } as const;
    const digest = () =>
      createHash("sha256")
        // A small program, in place of Node.js, makes a small archive.
        .update(dockerArchive({ ...image, files: imageFiles("/bin/ls", dist) }))
        .digest("hex");
    expect(digest()).toBe(digest());
  });
});

test("Dockerfile and the image that is made without it agree", () => {
  const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8");
  const values: Record<string, string> = buildArguments(root);
  for (const [name, value] of Object.entries(imageLabels(root))) {
    const argument = name.split(".").at(-1)?.toUpperCase() ?? "";
    expect(dockerfile).toContain(`${name}="${argument in values ? `\${${argument}}` : value}"`);
  }
  for (const name of ["VERSION", "SOURCE"]) expect(dockerfile).toContain(`ARG ${name}=${values[name]}\n`);
  const last = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
  expect(last).not.toMatch(/^RUN/m);
  expect(last).toContain("USER 65532:65532");
  const variables = Object.entries(VARIABLES).map(([name, value]) => `${name}=${value}`);
  expect(last).toContain(`ENV ${variables.join(" ")}\n`);
  expect(last).toContain(`ENTRYPOINT ["${ENTRYPOINT.join('", "')}"]\nCMD ["/app/operator.mjs"]\n`);
});

test("the Dockerfile names no image but its bases, which are arguments: local ones need no registry", () => {
  const lines = readFileSync(join(root, "Dockerfile"), "utf8").split("\n");
  expect(lines.filter((line) => /^#\s*(syntax|check|escape)\s*=/i.test(line))).toEqual([]);
  const stages = lines.flatMap((line) => /^FROM \S+ AS (\S+)$/.exec(line)?.[1] ?? []);
  const from = lines.flatMap((line) => /^(?:FROM |COPY .*--from=)(\S+)/.exec(line)?.[1] ?? []);
  const others = from.filter((name) => name !== "scratch" && !stages.includes(name));
  expect(others).toEqual(["${BUILD_IMAGE}", "${BUNDLE}", "${BASE_IMAGE}"]);
});
