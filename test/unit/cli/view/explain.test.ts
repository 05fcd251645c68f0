import { expect, test } from "vitest";
import { explain, failed, message, running, status } from "./support/explained.ts";

test("what a policy refuses is told once", () => {
  expect(explain(status("Rejected")).split(message)).toHaveLength(2);
  expect(explain(status("Rejected"))).not.toContain("What the guardrails changed");
  expect(explain(status("Running", "Warn"))).not.toContain("What the guardrails changed");
});

test("what a policy refuses too late, with its Job there, is clamped, and both are told", () => {
  const text = explain(status("Running"));
  expect(text).toContain(`team refuses: ${message}`);
  expect(text).toMatch(/backoffLimit +7 +5 +team/);
});

test("a status that is behind is not shown as the present one", () => {
  const text = explain(status("Running"), { behind: "the operator has not seen the edit of 20s ago" });
  expect(text).toContain("  Behind      the operator has not seen the edit of 20s ago\n");
});

test("a passed deadline is told with its value", () => {
  const late = { ...failed("Error", 143, "DeadlineExceeded"), effective: { activeDeadlineSeconds: 5 } };
  expect(explain(late).replaceAll(/\s+/g, " ")).toContain("Here it is 5 s.");
});

test("the state of a failed run says what its reason means, and leaves the cause to where it is told whole", () => {
  expect(explain(failed("Error", 3))).toContain(
    "State       BackoffLimitExceeded: More pods failed than backoffLimit allows.",
  );
});

test("the end of a log stands in for a message that the container has not left", () => {
  const after = failed("Error", 3);
  const text = explain(after, { lastWords: ["reading /in.csv", "ERROR: no such file"] });
  expect(text).toMatch(/ {2}Last log {4}reading \/in.csv\n {14}ERROR: no such file\n/);
});

test("a pull secret that is not there is told beside the registry's answer", () => {
  const event = { reason: "FailedToRetrieveImagePullSecret", message: "no secret (regcred)" };
  const events = [{ metadata: {}, involvedObject: {}, ...event }];
  const failure = { reason: "ImagePullBackOff", message: "denied" };
  expect(explain(running("1 active", failure), { events })).toContain("Also        no secret (regcred)\n");
});
