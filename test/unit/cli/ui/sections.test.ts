import { expect, test } from "vitest";
import { sectionsOf } from "../../../../src/cli/ui/sections.ts";
import { task } from "../../support/task.ts";
import { failed, running } from "../view/support/explained.ts";

const NOW = "2026-01-01T01:00:00Z";
const around = { job: undefined, pods: [], events: [], lastWords: [], unread: [] };

test("what explain says comes as titles and lines whose tones are those of the terminal's colours", () => {
  const status = failed("Error", 3);
  const sections = sectionsOf({ task: task({}, status), failure: status.failure, ...around }, NOW);
  const why = sections.find(({ title }) => title === "Why");
  expect(sections[0]?.title).toBe("report  Failed");
  expect(why?.lines[0]).toEqual([{ text: "Reason", tone: "muted" }, { text: "Error, exit code 3" }]);
});

test("what the page has as more than text is left out", () => {
  const pod = { metadata: { name: "a" }, status: { phase: "Pending" } };
  const sections = sectionsOf(
    { task: task({}, failed("Error", 3)), failure: undefined, ...around, pods: [pod] },
    NOW,
  );
  expect(sections.map(({ title }) => title)).not.toContain("Pods");
  expect(sections.map(({ title }) => title)).not.toContain("Next");
});

test("of what guardrails changed the page has a table, and here is what they filled in", () => {
  const status = {
    ...failed("Error", 3),
    effective: { parallelism: 3, filledIn: [{ policy: "team", fields: ["parallelism"] }] },
  };
  const sections = sectionsOf({ task: task({}, status), failure: undefined, ...around }, NOW);
  const told = sections.find(({ title }) => title === "What the guardrails changed");
  expect(told?.lines).toEqual([[{ text: "team filled in: parallelism 3" }]]);
});

test("events keep their columns", () => {
  const event = { type: "Warning", reason: "Failed", message: "no", involvedObject: { kind: "Job" } };
  const events = [{ ...event, metadata: { creationTimestamp: NOW } }];
  const sections = sectionsOf(
    { task: task({}, failed("Error", 3)), failure: undefined, ...around, events },
    NOW,
  );
  const told = sections.find(({ title }) => title === "Last events");
  expect(told?.lines[1]).toMatchObject([{ tone: "code" }]);
  expect(told?.lines[1]?.[0]?.text).toMatch(/^0s +Job +Failed +no$/);
});

test("a text that looks like a mark of tone is text, and so is markup", () => {
  const evil = "\x1bgno\x1b.; <img src=x onerror=alert(1)> \x1b[31mred";
  const failure = { reason: "Error", message: evil };
  const view = { task: task({}, running(evil, failure)), failure, ...around };
  const spans = sectionsOf(view, NOW).flatMap(({ lines }) => lines.flat());
  expect(JSON.stringify(spans)).not.toMatch(/\\u001b/);
  expect(spans.some(({ tone }) => tone === "good")).toBe(false);
  expect(spans.map(({ text }) => text).join("")).toContain("<img src=x onerror=alert(1)>");
});
