import { expect, test } from "vitest";
import { agoWords, spanWords, zonesOf } from "../../../../../src/ui/page/time/words.ts";

const NOW = Date.parse("2026-12-01T23:30:00Z");

test("the cluster's time stands behind the reader's where the clocks differ, with its day where that does", () => {
  expect(zonesOf("Europe/Berlin", "UTC").time(NOW - 7_200_000)).toBe("Tue 1 Dec, 22:30 (21:30 UTC)");
  expect(zonesOf("Europe/Berlin", "UTC").time(NOW)).toBe("Wed 2 Dec, 00:30 (Tue 1 Dec, 23:30 UTC)");
  expect(zonesOf("Europe/Lisbon", "UTC").time(NOW)).toBe("Tue 1 Dec, 23:30");
  expect(zonesOf("Europe/Berlin", "UTC").clock(NOW)).toBe("00:30");
});

test("how long ago is told roughly, and what comes, too", () => {
  expect(agoWords(NOW - 45_000, NOW)).toBe("45s ago");
  expect(agoWords(NOW - 100 * 60_000, NOW)).toBe("100m ago");
  expect(agoWords(NOW + 5.4 * 3_600_000, NOW)).toBe("in 5h");
  expect(agoWords(NOW - 9 * 86_400_000, NOW)).toBe("9d ago");
});

test("a span in its largest unit", () => {
  expect([600_000, 5_400_000, 7 * 86_400_000].map(spanWords)).toEqual(["10m", "1.5h", "7d"]);
});
