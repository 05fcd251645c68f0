import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { systemClock } from "../../../src/kube/clock.ts";
import { createEventRecorder } from "../../../src/kube/events/recorder.ts";
import { events } from "../../../src/kube/events/event.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import { configMaps, newName, world } from "./support.ts";

test("events are recorded in the order of time, repetitions counted, and the longest note is accepted", async () => {
  const { client, namespace } = await world();
  const regarding = await client.create(configMaps, { metadata: { namespace, name: newName() } });
  const lost: string[] = [];
  const recorder = createEventRecorder({
    client,
    reporter: { controller: "kube-test.dev/recorder", instance: "test" },
    clock: systemClock,
    random: Math.random,
    newId: () => randomUUID().replaceAll("-", ""),
    log: silentLogger,
    metrics: { lost: (reason) => lost.push(reason) },
  });
  const began = { regarding, type: "Normal", reason: "Began", action: "Begin", note: "it began" } as const;
  for (let i = 0; i < 3; i += 1) recorder.record(began);
  const minuteAgo = Date.now() - 60_000;
  recorder.record({ ...began, type: "Warning", note: "ü".repeat(2000), at: minuteAgo });
  await recorder.flush(AbortSignal.timeout(20_000));

  expect(lost).toEqual([]);
  const { items } = await client.list(events, { namespace });
  const told = items.filter((event) => event.involvedObject.uid === regarding.metadata?.uid);
  // The order in which the API server lists them is that of their names.
  expect(told.map(({ type, count }) => [type, count])).toEqual([
    ["Warning", 1],
    ["Normal", 3],
  ]);
  const [first, last] = told.map(({ lastTimestamp }) => Date.parse(lastTimestamp));
  expect(first).toBe(Math.floor(minuteAgo / 1000) * 1000);
  expect(last).toBeGreaterThan(minuteAgo + 59_000);
});
