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

test("what pods and events say moves no cursor, and can't look like a section of its own", () => {
  const evil = "no\x1b[2J such\r\nNext\n  rm -rf /\x1b]8;;http://x\x1b\\";
  const failure = { reason: "Error\x9b31m", exitCode: 3, message: evil, pod: "a\x1b[1m", hint: evil };
  const event = { type: "Warning", reason: "Bad\x07", message: evil, involvedObject: {} };
  const metadata = { creationTimestamp: "2026-01-01T00:00:00Z" };
  const pod = { metadata: { name: "a" }, status: { phase: "Pending", reason: evil, containerStatuses: [] } };
  const text = explain(running(evil, { ...failure, terminationMessage: evil }), {
    events: [{ ...event, metadata }],
    pods: [pod],
    lastWords: [evil],
    unread: [evil],
    behind: evil,
  });
  expect(text).not.toMatch(/(?![\n\t])\p{Cc}/u);
  expect(text.match(/^Next$/gm)).toHaveLength(1);
  expect(text.match(/^ {0,4}rm -rf/gm)).toBeNull();
  expect(text).toContain("  Message     no such\n              Next\n              rm -rf /\n");
});

test("the containers of a pod are told below the pods", () => {
  const state = { waiting: { reason: "ErrImagePull" } };
  const status = { name: "main", image: "", imageID: "", ready: false, restartCount: 0, state };
  const pod = { metadata: { name: "a" }, status: { phase: "Pending", containerStatuses: [status] } };
  const text = explain(running("1 active"), { pods: [pod] });
  expect(text).toMatch(/^Pods\n[^]*\nContainers of a\n.*\n {2}main +Waiting: ErrImagePull +0 +<none>\n/m);
});

test("what policies say, and a pod's name in a command, are harmless, too", () => {
  const evil = "no\x1b[2J\nNext\x9b31m";
  const violations = [{ field: "a", rule: "r", policy: "team", message: evil }];
  const stuck = { ...running("1 active"), failed: 0, failure: { reason: "X", message: "no", pod: evil } };
  const text = explain({ ...stuck, violations });
  expect(text).toContain("  team refuses: no\n    Next\n");
  expect(text).toContain("kubectl describe pod no Next -n team\n");
  expect(text).not.toMatch(/(?![\n\t])\p{Cc}/u);
});
