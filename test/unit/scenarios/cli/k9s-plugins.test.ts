import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters, typescript/no-unsafe-type-assertion -- our own files
const read = <T>(file: string): T => parse(readFileSync(file, "utf8")) as T;

describe("the k9s plugins", () => {
  it("have what k9s asks of each, and keys of their own", () => {
    type Plugin = { shortCut: string; description: string; scopes: string[]; command: string };
    const { plugins } = read<{ plugins: Record<string, Plugin> }>("deploy/k9s/plugins.yaml");
    for (const { shortCut, description, command, scopes } of Object.values(plugins)) {
      expect(shortCut).toMatch(/^(Shift|Ctrl)-\w$/);
      expect(description).not.toBe("");
      expect(command).toMatch(/^(sh|kubectl-batchtask)$/);
      expect(scopes).toEqual(["batchtasks"]);
    }
    const keys = Object.values(plugins).map(({ shortCut }) => shortCut);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
