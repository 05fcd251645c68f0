import { describe, expect, it } from "vitest";
import { converted, one, task } from "./support/jobs.ts";

describe("convert", () => {
  it.each([
    ["a directive", "%YAML 1.1\n---\n"],
    ["a comment before the mark", "# head\n---\n"],
    ["a document that ends", "kind: List\n...\n# next\n---\n"],
  ])("leaves what stands before a document where it is, once: %s", async (_, before) => {
    expect((await converted(before + one)).stdout).toBe(before + task);
  });

  it("keeps what stands behind the end of a document, and Windows' line ends", async () => {
    const file = (text: string) => `${text}...\n# next\n---\n${text}`;
    expect((await converted(file(one))).stdout).toBe(file(task));
    const windows = (text: string) => text.replaceAll("\n", "\r\n");
    expect((await converted(windows(one))).stdout).toBe(windows(task));
  });
});
