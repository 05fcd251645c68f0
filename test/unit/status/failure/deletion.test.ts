import { expect, test } from "vitest";
import { deletionOf } from "../../../../src/status/failure/deletion.ts";
import { pod } from "./support/evidence.ts";

test("a deletion was asked for its grace before its time", () => {
  const metadata = { deletionTimestamp: "2026-01-01T00:00:34Z", deletionGracePeriodSeconds: 30 };
  expect(deletionOf(pod({}, { metadata }))).toBe("2026-01-01T00:00:04Z");
  expect(deletionOf(pod({}))).toBeUndefined();
});
