import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseYaml } from "../../../../src/cli/input/kube-yaml.ts";
import { runCli } from "../support/run-cli.ts";

const valueOf = (text: string): unknown => parseYaml(text).documents[0]?.toJS();

describe("YAML is read as kubectl reads it", () => {
  it.each<[string, unknown]>([
    ["010", 8],
    ["0o10", 8],
    ["08", 8],
    ["0x10", 16],
    ["0b11", 3],
    ["-010", -8],
    ["1_000", 1000],
    ["1:30", "1:30"],
    ["1.5", 1.5],
    [".5", 0.5],
    ["1e3", 1000],
    ["1.", 1],
    ["1.2.3", "1.2.3"],
    ["yes", true],
    ["Off", false],
    ["n", false],
    ["~", null],
    ["2001-01-01", "2001-01-01"],
    ["0x", "0x"],
    ["'010'", "010"],
  ])("%s is %j", (text, value) => {
    expect(valueOf(`a: ${text}`)).toEqual({ a: value });
  });

  it("takes the last of two equal keys, and merges", () => {
    expect(valueOf("a: 1\na: 2")).toEqual({ a: 2 });
    expect(valueOf("base: &b {x: 1}\nc: {<<: *b, z: 2}")).toEqual({ base: { x: 1 }, c: { x: 1, z: 2 } });
    // sigs.k8s.io/yaml makes text of a key once it is read.
    expect(valueOf("y: 1\n010: 2")).toEqual({ true: 1, 8: 2 });
  });

  it("writes numbers as they were written", () => {
    const text = "a: 010\nb: 0x1F\nc: 1_000\nd: 1.50\ne: yes\n";
    expect(parseYaml(text).documents[0]?.toString()).toBe(text);
  });
});

describe("-f", () => {
  const good = (name: string) =>
    JSON.stringify({
      apiVersion: "batchtask.dev/v1alpha1",
      kind: "BatchTask",
      metadata: { name },
      spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "a", image: "b" }] } } },
    });
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "input-"));
    mkdirSync(join(folder, "deep"));
    mkdirSync(join(folder, "empty"));
    for (const name of ["one.yaml", "two.yml", "three.json", "deep/four.yaml"])
      writeFileSync(join(folder, name), good(name.split(/[./]/).at(-2) ?? ""));
    writeFileSync(join(folder, "notes.txt"), "not: [yaml");
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const names = async (...args: string[]) =>
    (await runCli(["render", ...args, "-o", "jsonpath={..batchtask\\.dev/task}"], { folder })).stdout
      .split(" ")
      .toSorted()
      .join(" ");

  it.each([
    [["-f", "one.yaml"], "one"],
    [["-f", "."], "one three two"],
    [["-f", ".", "-R"], "four one three two"],
    [["-f", "*.y*ml"], "one two"],
    [["-f", "**/four.yaml", "-f", "one.yaml"], "four one"],
  ])("%j reads %s", async (args, expected) => {
    expect(await names(...args)).toBe(expected);
  });

  it.each([
    ["absent.yaml", "absent.yaml: there is no such file or directory"],
    ["empty", "empty: no .yaml, .yml, .json file there. -R also looks into subdirectories"],
    ["a*.yaml", "a*.yaml: no .yaml, .yml, .json file there. -R also looks into subdirectories"],
  ])("%s is an error of its own", async (file, message) => {
    const { stderr, exitCode } = await runCli(["render", "-f", file], { folder });
    expect(stderr).toBe(`error: ${message}\n`);
    expect(exitCode).toBe(3);
  });

  it("reads URLs, and says what the server answered", async () => {
    const server = createServer((request, response) => {
      if (request.url !== "/task.yaml") response.statusCode = 404;
      response.end(good("far"));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    try {
      expect(await names("-f", `${url}/task.yaml`)).toBe("far");
      const { stderr } = await runCli(["render", "-f", `${url}/other`]);
      expect(stderr).toBe(`error: ${url}/other can't be read: the server answers 404 Not Found\n`);
    } finally {
      server.close();
    }
  });
});
