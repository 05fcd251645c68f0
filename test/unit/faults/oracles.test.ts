import { expect, test } from "vitest";
import { ownWritesSeen } from "../../faults/oracles/own-writes-seen.ts";
import { processHealth } from "../../faults/oracles/process-health.ts";
import { quiet } from "../../faults/oracles/quiet.ts";
import { struck } from "../../faults/oracles/struck.ts";
import { createBoard } from "../../faults/plan/board.ts";
import type { Fault } from "../../faults/plan/schema.ts";
import { call, evidence } from "./evidence.ts";

const fault = (fields: Partial<Fault> = {}): Fault => ({
  on: { call: { verb: "create", resource: "jobs", nth: 1, times: 1 }, at: "before" },
  do: { reset: true },
  optional: false,
  ...fields,
});

test("a fault that never strikes is told of; an optional one only where no other struck", () => {
  const [must, may] = [fault({ on: { after: "started" } }), fault({ optional: true })];
  const untouched = createBoard([must, may]);
  expect(struck(evidence({ idle: untouched.idle() }))).toHaveLength(2);
  expect(createBoard([may]).idle()).toEqual([may]);
  expect(createBoard([]).idle()).toEqual([]);

  const board = createBoard([must, may]);
  board.atCall(call({ verb: "create", resource: "jobs" }), "before");
  expect(board.idle()).toEqual([must]);
  board.atStep("after", "started");
  expect(board.idle()).toEqual([]);
});

test("own writes are those of the same process of the same replica", () => {
  const own = call({
    verb: "replace",
    resource: "batchtasks",
    name: "task",
    object: { metadata: { resourceVersion: "9" } },
  });
  const late = call({
    ...own,
    id: 2,
    at: 30,
    committed: 409,
    answered: 409,
    body: { metadata: { resourceVersion: "8" } },
  });
  const judge = (fields: object): string[] =>
    ownWritesSeen(evidence({ calls: [own, { ...late, ...fields }] }));
  expect(judge({})).toHaveLength(1);
  expect(judge({ replica: 1 })).toEqual([]);
  expect(judge({ process: 2 })).toEqual([]);
});

test("a lost lease is excused only where something takes it", () => {
  const ending = { replica: 0, code: 1, signal: null, meant: false, lostLease: true, errors: "" };
  const judge = (...faults: Fault[]): string[] => processHealth(evidence({ endings: [ending], faults }));
  expect(judge()).toEqual(["replica 0 ended by itself (it lost its lease)"]);
  expect(judge(fault())).toHaveLength(1);
  const renewals = { call: { verb: "patch", resource: "leases", nth: 1, times: 9 }, at: "before" as const };
  for (const one of [{ do: { steal: true as const } }, { do: { pause: { replica: 0 } } }, { on: renewals }])
    expect(judge(fault(one))).toEqual([]);
});

test("a write at rest, and writes that never end", () => {
  const write = call({ verb: "replace", resource: "batchtasks", subresource: "status", at: 1_500 });
  expect(quiet(evidence({ calls: [write] }))).toHaveLength(1);
  expect(
    quiet(
      evidence({
        calls: [
          { ...write, resource: "leases" },
          { ...write, at: 900 },
        ],
      }),
    ),
  ).toEqual([]);
  expect(quiet(evidence({ calls: [{ ...write, at: 900 }], settled: false }))[0]).toMatch(/without an end/);
});
