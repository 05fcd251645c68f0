import { expect, test } from "vitest";
import { containerStatuses, latestWarning } from "../../../../src/status/failure/evidence.ts";
import { containerStatus, event, pod } from "./support/evidence.ts";

test("init containers come before the others, and a pod without any has none", () => {
  const both = pod({
    containerStatuses: [containerStatus({ name: "main" })],
    initContainerStatuses: [containerStatus({ name: "fetch" }), containerStatus({ name: "proxy" })],
  });
  expect(containerStatuses(both).map(({ name }) => name)).toEqual(["fetch", "proxy", "main"]);
  expect(containerStatuses({})).toEqual([]);
});

test("the latest warning is told, in whatever order the events come", () => {
  const events = [
    event("Second", "", "Warning", "2026-01-01T00:00:02Z"),
    event("First", "", "Warning", "2026-01-01T00:00:01Z"),
    event("Scheduled", "", "Normal", "2026-01-01T00:00:03Z"),
  ];
  expect(latestWarning(events)?.reason).toBe("Second");
  expect(latestWarning(events.toReversed())?.reason).toBe("Second");
  expect(latestWarning(events.slice(2))).toBeUndefined();
});

test("an event of the newer kind has its own time, one without has that of its creation", () => {
  const { lastTimestamp: _, ...timeless } = event("", "");
  const old = { ...timeless, reason: "Old", metadata: { creationTimestamp: "2026-01-01T00:00:01Z" } };
  const newer = { ...timeless, reason: "Newer", eventTime: "2026-01-01T00:00:02.000000Z" };
  expect(latestWarning([newer, old, timeless])?.reason).toBe("Newer");
  expect(latestWarning([timeless, old])?.reason).toBe("Old");
});
