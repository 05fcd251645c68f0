import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../../src/cli/input/kube-yaml.ts";

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
    ["9223372036854775807", 9_223_372_036_854_775_807n],
    ["-9223372036854775808", -9_223_372_036_854_775_808n],
    ["0x7fffffffffffffff", 9_223_372_036_854_775_807n],
    ["0777777777777777777777", 9_223_372_036_854_775_807n],
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
  ])("%s is read", (text, value) => {
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
