import { expect, test } from "vitest";
import type { LogLine } from "../../../../src/ui/model/wire.ts";
import { lineQueue } from "../../../../src/ui/server/lines.ts";

function queueOf() {
  const sent: LogLine[] = [];
  let ready = Promise.withResolvers<void>();
  const queue = lineQueue(async (line) => {
    sent.push(line);
    await ready.promise;
  });
  return {
    sent,
    queue,
    add: (from: number, to: number, size = 0) => {
      for (let at = from; at <= to; at += 1) queue.add({ source: "a", text: `${at}`.padEnd(size) });
    },
    read: () => {
      ready.resolve();
      ready = Promise.withResolvers();
      ready.resolve();
    },
  };
}

test("all lines come, in order, however many there are at once", async () => {
  const { sent, queue, add, read } = queueOf();
  add(1, 2_000);
  expect(sent).toHaveLength(1);
  read();
  add(2_001, 2_002);
  await queue.drained();
  expect(sent.map(({ text }) => Number(text))).toEqual(Array.from({ length: 2_002 }, (_, at) => at + 1));
});

test("a reader who is far behind has the latest lines, and is told how many are left out, and where", async () => {
  const { sent, queue, add, read } = queueOf();
  add(1, 6_001);
  read();
  await queue.drained();
  expect(sent.slice(0, 3).map(({ text }) => text)).toEqual([
    "1",
    "(1000 lines are left out here: they came faster than they could be shown)",
    "1002",
  ]);
  expect(sent.at(-1)?.text).toBe("6001");
});

test("long lines are bounded by what they take together", async () => {
  const { sent, queue, add, read } = queueOf();
  add(1, 20, 2 ** 20);
  read();
  await queue.drained();
  expect(sent.map(({ text }) => text.trim().slice(0, 12))).toEqual([
    "1",
    "(11 lines ar",
    ...[13, 14, 15, 16, 17, 18, 19, 20].map(String),
  ]);
});

test("a reader who is gone is no failure", async () => {
  const queue = lineQueue(() => Promise.reject(new Error("gone")));
  queue.add({ source: "a", text: "1" });
  await queue.drained();
  queue.add({ source: "a", text: "2" });
  await queue.drained();
});

test("a line that comes as the one before it has just gone is not left behind", async () => {
  const sent: string[] = [];
  const queue = lineQueue(async ({ text }) => void sent.push(text));
  for (let moments = 0; moments < 8; moments += 1) {
    queue.add({ source: "a", text: `${moments} first` });
    for (let moment = 0; moment < moments; moment += 1) await Promise.resolve();
    queue.add({ source: "a", text: `${moments} second` });
    await queue.drained();
    expect(sent.splice(0)).toEqual([`${moments} first`, `${moments} second`]);
  }
});
