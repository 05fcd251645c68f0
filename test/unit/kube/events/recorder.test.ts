import { describe, expect, test } from "vitest";
import type { Client } from "../../../../src/kube/client.ts";
import { ApiError, TransportError } from "../../../../src/kube/errors.ts";
import {
  createEventRecorder,
  type EventInput,
  type EventRecorder,
} from "../../../../src/kube/events/recorder.ts";
import type { Event } from "../../../../src/kube/events/event.ts";
import { silentLogger } from "../../../../src/kube/log.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";
import { thing } from "../support/objects.ts";

interface Scene {
  recorder: EventRecorder;
  clock: ManualClock;
  created: Event[];
  patched: { name: string; patch: object }[];
  lost: string[];
  warnings: string[];
  sent: () => number;
}

function scene(failures: unknown[] = [], capacity = 10): Scene {
  const clock = manualClock();
  const created: Event[] = [];
  const patched: { name: string; patch: object }[] = [];
  const lost: string[] = [];
  const warnings: string[] = [];
  let sent = 0;
  let ids = 0;
  const fail = (): void => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  const client: Pick<Client, "create" | "mergePatch"> = {
    async create(_, object) {
      created.push(object);
      fail();
      return object;
    },
    async mergePatch(_, ref, patch) {
      patched.push({ name: ref.name, patch });
      fail();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return patch as never;
    },
  };
  const recorder = createEventRecorder({
    client,
    reporter: { controller: "example.dev/things", instance: "pod-1" },
    clock,
    random: () => 0,
    newId: () => `id${(ids += 1)}`,
    log: { ...silentLogger, warn: (facts, message) => warnings.push(`${JSON.stringify(facts)} ${message}`) },
    metrics: { lost: (reason) => lost.push(reason), sent: () => (sent += 1) },
    capacity,
  });
  return { recorder, clock, created, patched, lost, warnings, sent: () => sent };
}

const input = (note = "it began", name = "a"): EventInput => ({
  regarding: thing(name, 7),
  type: "Normal",
  reason: "Began",
  action: "Begin",
  note,
});
const reset = new TransportError("reset", { code: "ECONNRESET", maybeSent: true });
const refused = (status: number, reason: string): ApiError =>
  new ApiError({
    status,
    body: JSON.stringify({ kind: "Status", reason, details: { name: "x" } }),
    method: "POST",
    path: "/e",
  });

test("an event has all that events.k8s.io/v1 demands", async () => {
  const { recorder, clock, created } = scene();
  recorder.record(input());
  await clock.advance(0);
  expect(created).toEqual([
    {
      apiVersion: "events.k8s.io/v1",
      kind: "Event",
      metadata: { name: "a.id1", namespace: "ns" },
      eventTime: "2026-01-01T00:00:00.000000Z",
      reportingController: "example.dev/things",
      reportingInstance: "pod-1",
      action: "Begin",
      reason: "Began",
      regarding: {
        apiVersion: "example.dev/v1",
        kind: "Thing",
        namespace: "ns",
        name: "a",
        uid: "uid-a",
        resourceVersion: "7",
      },
      note: "it began",
      type: "Normal",
    },
  ]);
});

test("a cluster-scoped object's events are in the default namespace; a long name is cut to a legal one", async () => {
  const { recorder, clock, created } = scene();
  const name = `${"x".repeat(248)}.${"y".repeat(4)}`;
  recorder.record({ ...input(), regarding: { kind: "Node", metadata: { name } } });
  await clock.advance(0);
  expect(created[0]?.metadata).toEqual({ namespace: "default", name: `${"x".repeat(248)}.id1` });
});

describe("repetitions", () => {
  test("become a series, written at powers of two and at the flush", async () => {
    const { recorder, clock, created, patched } = scene();
    for (let i = 0; i < 7; i += 1) {
      recorder.record(input());
      await clock.advance(1000);
    }
    expect(created).toHaveLength(1);
    const counts = (): unknown[] => patched.map(({ patch }) => "series" in patch && patch.series);
    expect(counts()).toMatchObject([{ count: 2 }, { count: 4 }]);
    await recorder.flush(new AbortController().signal);
    expect(counts()).toMatchObject([{ count: 2 }, { count: 4 }, { count: 7 }]);
    expect(patched.at(-1)).toEqual({
      name: "a.id1",
      patch: { series: { count: 7, lastObservedTime: "2026-01-01T00:00:06.000000Z" } },
    });
  });

  test("with another note or object are new events, and so is one after six minutes", async () => {
    const { recorder, clock, created } = scene();
    recorder.record(input());
    recorder.record(input("something else"));
    recorder.record(input("it began", "b"));
    await clock.advance(6 * 60_000 + 1);
    recorder.record(input());
    await clock.advance(0);
    expect(created).toHaveLength(4);
  });

  test("of an event that the server has forgotten create it again", async () => {
    const { recorder, clock, created, lost } = scene([undefined, refused(404, "NotFound")]);
    recorder.record(input());
    recorder.record(input());
    await clock.advance(0);
    expect([created.length, lost]).toEqual([2, []]);
  });
});

describe("failures", () => {
  test("transient ones are tried again", async () => {
    const { recorder, clock, created, sent } = scene([reset, refused(503, "Down")]);
    recorder.record(input());
    await clock.advance(10_000);
    expect([created.length, sent()]).toEqual([3, 1]);
  });

  test("an answer that got lost: the event is there already", async () => {
    const { recorder, clock, lost, sent } = scene([reset, refused(409, "AlreadyExists")]);
    recorder.record(input());
    await clock.advance(10_000);
    expect([sent(), lost]).toEqual([1, []]);
  });

  test("four times, then the next event has its turn", async () => {
    const { recorder, clock, created, lost } = scene([reset, reset, reset, reset]);
    recorder.record(input());
    recorder.record(input("next"));
    await clock.advance(60_000);
    expect([created.length, lost, created.at(-1)?.note]).toEqual([5, ["failed"], "next"]);
  });

  test("final ones are counted, not thrown", async () => {
    const { recorder, clock, created, lost } = scene([refused(403, "Forbidden")]);
    recorder.record(input());
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    recorder.record({ ...input(), regarding: null as never });
    await clock.advance(60_000);
    expect([created.length, lost]).toEqual([1, ["failed", "failed"]]);
  });

  test("more than fits are lost and counted, in two lines however many they are", async () => {
    const { recorder, clock, created, lost, warnings } = scene([], 3);
    for (let i = 0; i < 20; i += 1) recorder.record(input(`note ${i}`));
    await clock.advance(0);
    expect(created.length + lost.length).toBe(20);
    expect(new Set(lost)).toEqual(new Set(["queue_full"]));
    expect(warnings).toEqual([
      '{"capacity":3} too many events wait to be sent: more are lost',
      `{"lost":${lost.length},"capacity":3} events were lost, because too many waited to be sent`,
    ]);
  });
});

test("a flush ends with its signal, though nothing can be sent", async () => {
  const { recorder, clock } = scene(Array.from({ length: 100 }, () => reset));
  for (let i = 0; i < 5; i += 1) recorder.record(input(`note ${i}`));
  await clock.advance(0);
  const controller = new AbortController();
  const flushed = recorder.flush(controller.signal);
  controller.abort();
  await clock.advance(0);
  await flushed;
});
