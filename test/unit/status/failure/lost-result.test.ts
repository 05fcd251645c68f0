import { expect, test } from "vitest";
import { resultFromEvents } from "../../../../src/status/failure/lost-result.ts";
import { event } from "./support/evidence.ts";

test.each([
  [[event("SuccessfulCreate", "", "Normal"), event("Completed", "Job completed", "Normal")], "Succeeded"],
  [[event("BackoffLimitExceeded", "too often")], "Failed"],
  [[event("FailedCreate", "quota")], undefined],
  [[], undefined],
])("the end of a vanished Job from its events", (events, phase) => {
  expect(resultFromEvents(events)?.phase).toBe(phase);
});
