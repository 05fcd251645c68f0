import { expect, test } from "vitest";
import { badEndsOf, hasEndedBadly, isSidecar } from "../../../../src/status/failure/ends.ts";
import { containerStatus, pod } from "./support/evidence.ts";

const at = (second: number): string => `2026-01-01T00:00:0${second}Z`;
const end = (name: string, exitCode: number, second: number) =>
  containerStatus({ name, state: { terminated: { exitCode, finishedAt: at(second) } } });
const again = (name: string, exitCode: number, second: number) =>
  containerStatus({
    name,
    state: { running: {} },
    lastState: { terminated: { exitCode, finishedAt: at(second) } },
  });
const of = (...containerStatuses: ReturnType<typeof containerStatus>[]) =>
  badEndsOf(pod({ containerStatuses })).map(({ status }) => status.name);

test.each([
  [
    "the first bad end is the cause, not the helper's that follows",
    of(end("helper", 143, 6), end("work", 3, 2)),
    "work",
  ],
  ["of one second, what was asked to end comes last", of(end("helper", 143, 2), end("work", 3, 2)), "work"],
  ["else the order of the pod template decides", of(end("a", 1, 2), end("b", 2, 2)), "a"],
  ["one that runs again has got over it", of(again("flaky", 1, 1), end("work", 3, 5)), "work"],
  ["one that ended well is none", of(end("work", 0, 1), end("proxy", 143, 3)), "proxy"],
])("%s", (_, [first], cause) => {
  expect(first).toBe(cause);
});

test("a native sidecar that is stopped at the end is no cause, unless nothing else is", () => {
  const spec = {
    containers: [{ name: "work" }],
    initContainers: [{ name: "proxy", restartPolicy: "Always" }],
  };
  const initContainerStatuses = [end("proxy", 143, 1)];
  const both = pod({ containerStatuses: [end("work", 42, 3)], initContainerStatuses }, { spec });
  expect(badEndsOf(both).map(({ status }) => status.name)).toEqual(["work"]);
  expect(badEndsOf(pod({ initContainerStatuses }, { spec }))).toHaveLength(1);
  expect([isSidecar(both, "proxy"), isSidecar(both, "work")]).toEqual([true, false]);
});

test("a pod without a bad end has none", () => {
  expect(hasEndedBadly(pod({ containerStatuses: [end("work", 0, 1)] }))).toBe(false);
  expect(hasEndedBadly(pod({ containerStatuses: [end("work", 1, 1)] }))).toBe(true);
});

test("of a container the end before counts where the present one does not", () => {
  const [now] = [end("work", 143, 6)];
  const both = { ...now, lastState: { terminated: { exitCode: 3, finishedAt: at(2) } } };
  const codes = (...counts: Parameters<typeof badEndsOf>[1][]) =>
    badEndsOf(pod({ containerStatuses: [both] }), ...counts).map(({ terminated }) => terminated.exitCode);
  expect([codes(), codes(({ exitCode }) => exitCode !== 143), codes(() => false)]).toEqual([[143], [3], []]);
});
