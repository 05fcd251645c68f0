import { describe, expect, it } from "vitest";
import { jsonStream } from "../../../../src/cli/input/json-stream.ts";
import { parseManifests } from "../../../../src/cli/input/manifests.ts";
import { runCli } from "../support/run-cli.ts";

const one = JSON.stringify({ kind: "A", metadata: { name: 'a}"\\' }, list: [{ b: {} }] });
const two = '{\n\t"kind": "B",\n\t"spec": {"x": 1}\n}';
const read = (text: string) => parseManifests([{ name: "f", text }]);

describe("JSON documents that follow each other", () => {
  it.each([
    ["at once", `${one}${two}`],
    ["after space", ` \n${one} \r\n\t${two}\n\n`],
  ])("are read one by one: %s", (_, text) => {
    const { manifests, problems } = read(text);
    expect(problems).toEqual([]);
    expect(manifests.map(({ object }) => object["kind"])).toEqual(["A", "B"]);
    expect(manifests[0]?.object["metadata"]).toEqual({ name: 'a}"\\' });
  });

  it("have their places in the file", () => {
    const { manifests } = read(`${one}\n${two}${one}`);
    expect(manifests[0]?.positionOf("list")).toEqual({ line: 1, column: one.indexOf('"list"') + 1 });
    expect(manifests[1]?.positionOf("spec.x")).toEqual({ line: 4, column: 11 });
    expect(manifests[2]?.positionOf("kind")).toEqual({ line: 5, column: 3 });
  });

  it.each([
    ["a document in YAML", `${one}${two}\n---\nkind: C\n`, 5],
    ["JSON with a fault", `${one}\n${two}\n{"kind": }\n`, 6],
  ])("are no more so before %s, which is told with its place", (_, text, line) => {
    const { problems } = read(text);
    expect(problems).toMatchObject([{ file: "f", line, column: 1 }]);
    expect(problems[0]?.message).toMatch(/kubectl reads JSON alone.*---/);
  });

  it.each([
    ["one document", one],
    ["documents between marks", `${one}\n---\n${two}`],
    ["a flow mapping of YAML", "{kind: A}\n"],
    ["an object that does not end", '{"a": "'],
    ["YAML", "kind: A\n"],
  ])("are not what %s is", (_, text) => {
    expect(jsonStream(text)).toBeUndefined();
  });

  it("are converted each", async () => {
    const job = (name: string) =>
      JSON.stringify({
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name },
        spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "a", image: "b" }] } } },
      });
    const { stdout, exitCode } = await runCli(["convert", "-f", "-"], { stdin: job("x") + job("y") });
    expect(read(stdout).manifests.map(({ object }) => object["kind"])).toEqual(["BatchTask", "BatchTask"]);
    expect(exitCode).toBe(0);
  });
});
