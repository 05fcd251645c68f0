import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

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
