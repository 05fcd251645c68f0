import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type WatchFrame, watchFrames } from "../../../../src/kube/reflector/watch-stream.ts";

async function* chunks(parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

async function collect(parts: Uint8Array[]): Promise<WatchFrame[]> {
  const frames: WatchFrame[] = [];
  for await (const frame of watchFrames(chunks(parts))) frames.push(frame);
  return frames;
}

async function framesOf(...parts: string[]): Promise<WatchFrame[]> {
  return await collect(parts.map((part) => Buffer.from(part)));
}

test("one frame per line, blank lines ignored", async () => {
  expect(
    await framesOf('{"type":"ADDED","object":{"a":1}}\n\n', '{"type":"BOOKMARK","object":{}}\n'),
  ).toEqual([
    { type: "ADDED", object: { a: 1 } },
    { type: "BOOKMARK", object: {} },
  ]);
});

test("frames cut anywhere into chunks, even within a character, come out whole", async () => {
  const frame = { type: "ADDED", object: { note: "grüße 🚀", lines: "a\\nb" } };
  const bytes = Buffer.from(`${JSON.stringify(frame)}\n${JSON.stringify(frame)}\n`);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }),
      async (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const parts = edges.slice(1).map((end, i) => bytes.subarray(edges[i], end));
        expect(await collect(parts)).toEqual([frame, frame]);
      },
    ),
  );
});

test("a last line without its end is a cut, though it is whole JSON", async () => {
  await expect(framesOf('{"type":"ADDED","object":{}}')).rejects.toMatchObject({ code: "WATCH_CUT" });
  await expect(framesOf('{"type":"ADDED","object":{}}\n{"ty')).rejects.toMatchObject({ code: "WATCH_CUT" });
});

test.each(["nonsense\n", "[]\n", '{"type":1,"object":{}}\n', '{"type":"ADDED"}\n', "null\n"])(
  "%j is no frame",
  async (line) => {
    await expect(framesOf(line)).rejects.toMatchObject({ code: "WATCH_GARBLED" });
  },
);
