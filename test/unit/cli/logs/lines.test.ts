import { expect, test } from "vitest";
import { linesOf } from "../../../../src/cli/logs/lines.ts";

async function* chunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(text: string, size: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(chunks(text, size))) lines.push(line);
  return lines;
}

test.each([1, 2, 3, 7, 100])("lines are the same however they come: in pieces of %d bytes", async (size) => {
  expect(await all("one\n\ntwo ü €\nthree", size)).toEqual(["one", "", "two ü €", "three"]);
  expect(await all("one\n", size)).toEqual(["one"]);
  expect(await all("", size)).toEqual([]);
});

// Looked through anew with each piece it took a minute; once, less than a second.
test("a line of 40 MB without an end is no work without an end", { timeout: 20_000 }, async () => {
  const [line] = await all("x".repeat(40_000_000), 16_384);
  expect(line?.length).toBe(40_000_000);
});
