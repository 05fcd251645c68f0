import { expect, test } from "vitest";
import { createOccupancy } from "../../../../../src/controllers/batchtask/concurrency/occupancy.ts";
import { task } from "../../../support/task.ts";

function scene() {
  const occupancy = createOccupancy();
  const at = (name: string, creationTimestamp: string) => {
    const made = task();
    return { ...made, metadata: { ...made.metadata, name, creationTimestamp } };
  };
  return { occupancy, a: at("a", "2026-01-01T00:00:01Z"), b: at("b", "2026-01-01T00:00:02Z") };
}

test("who is about to start has a slot and does not wait, until its Job holds it", () => {
  const { occupancy, a, b } = scene();
  occupancy.put("team/a", a, "Waits");
  occupancy.put("team/b", b, "Waits");
  occupancy.begin("team/a");
  expect([occupancy.taken(), occupancy.waiting(), occupancy.first(2)]).toEqual([1, 1, ["team/b"]]);
  occupancy.put("team/a", a, "Waits");
  expect(occupancy.first(2)).toEqual(["team/b"]);
  occupancy.put("team/a", a, "Holds");
  expect(occupancy.taken()).toBe(1);
  expect(occupancy.end("team/a")).toBe(true);
  expect(occupancy.end("team/a")).toBe(false);
  expect(occupancy.taken()).toBe(1);
});

test("who asks without standing in the line is told where it would stand", () => {
  const { occupancy, a, b } = scene();
  occupancy.put("team/a", a, "Stuck");
  occupancy.put("team/b", b, "Waits");
  expect([occupancy.placeOf(a), occupancy.placeOf(b), occupancy.waiting()]).toEqual([1, 1, 1]);
});

test("who waits for a later run stands further back; who is gone leaves nothing", () => {
  const { occupancy, a, b } = scene();
  occupancy.put("team/a", a, "Waits");
  occupancy.put("team/b", b, "Waits");
  const metadata = { ...a.metadata, creationTimestamp: "2026-01-01T00:00:03Z" };
  occupancy.put("team/a", { ...a, metadata }, "Waits");
  expect(occupancy.first(2)).toEqual(["team/b", "team/a"]);
  occupancy.put("team/b", undefined, "NeedsNone");
  occupancy.put("team/a", a, "Holds");
  expect([occupancy.waiting(), occupancy.taken()]).toEqual([0, 1]);
});
