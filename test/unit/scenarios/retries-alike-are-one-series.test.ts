import { expect, test } from "vitest";
import { events as EVENTS } from "../../../src/kube/events/event.ts";
import { createEventRecorder } from "../../../src/kube/events/recorder.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import { eventsOf } from "../../../src/status/events.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { manualClock } from "../kube/support/manual-clock.ts";
import { retried, started } from "../support/steps.ts";
import { task } from "../support/task.ts";

test("fifty pods that fail alike are one series of events; one that fails another way is another event", async () => {
  const clock = manualClock();
  const { client } = createFakeApi(() => clock.now());
  let ids = 0;
  const recorder = createEventRecorder({
    client,
    reporter: { controller: "batchtask.dev/operator", instance: "test" },
    clock,
    random: () => 0,
    newId: () => `id${(ids += 1)}`,
    log: silentLogger,
  });
  let before = started;
  for (let n = 1; n <= 51; n += 1) {
    const after = retried(n, { exitCode: n === 51 ? 4 : 3 }, before);
    for (const event of eventsOf(before, after)) recorder.record({ regarding: task({}, after), ...event });
    await clock.advance(10_000);
    before = after;
  }
  await recorder.flush(new AbortController().signal);
  const { items } = await client.list(EVENTS);
  expect(items.map(({ message, count }) => [message.slice(-11), count])).toEqual([
    ["exit code 3", 50],
    ["exit code 4", 1],
  ]);
});
