import { expect, test } from "vitest";
import { systemClock } from "../../../src/kube/clock.ts";

test("the system clock's sleep ends with its signal's reason", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const sleep = systemClock.sleep(3_600_000, controller.signal);
  controller.abort(reason);
  await expect(sleep).rejects.toBe(reason);
});
