import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createQueue, type WorkQueue } from "../../../../src/kube/workqueue/workqueue.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";

type Priority = "high" | "normal" | "low";

/** What a work queue is, without any of its data structures. */
interface Model {
  /** Keys that need work, and how urgently. */
  dirty: Map<string, Priority>;
  processing: Set<string>;
  /** When a delayed key is due. */
  delayed: Map<string, number>;
  failures: Map<string, number>;
  /** Workers that wait, in their order. */
  waiting: Promise<string | undefined>[];
  closed: boolean;
  gets: number;
  /** Keys that came before more urgent ones. */
  first: Record<Priority, number>;
}

interface Real {
  queue: WorkQueue;
  clock: ManualClock;
}

type QueueCommand = fc.AsyncCommand<Model, Real>;

const BACKOFF = { initialMs: 5, maxMs: 100 };
/** One in so many keys that are handed out may be one of these though more urgent ones wait. */
const SHARES: Record<Priority, number> = { high: Number.POSITIVE_INFINITY, normal: 4, low: 16 };
const ORDER: Priority[] = ["low", "normal", "high"];
const rank = (priority: Priority | undefined): number => ORDER.indexOf(priority ?? "low");

const ready = ({ dirty, processing }: Model): string[] =>
  [...dirty.keys()].filter((key) => !processing.has(key));

function markDirty(model: Model, key: string, priority: Priority): void {
  if (model.closed) return;
  const known = model.dirty.get(key);
  model.dirty.set(key, known && rank(known) > rank(priority) ? known : priority);
}

/** The key was handed out. */
function taken(model: Model, key: string | undefined): void {
  const choices = ready(model);
  expect(choices).toContain(key);
  model.gets += 1;
  const priority = model.dirty.get(key ?? "") ?? "low";
  if (choices.some((choice) => rank(model.dirty.get(choice)) > rank(priority))) model.first[priority] += 1;
  expect(model.first[priority]).toBeLessThanOrEqual(Math.ceil(model.gets / SHARES[priority]) + 1);
  model.dirty.delete(key ?? "");
  model.delayed.delete(key ?? "");
  model.processing.add(key ?? "");
}

/** Waiting workers get what is ready, in their order; then both sides agree. */
async function settle(model: Model, { queue, clock }: Real): Promise<void> {
  await clock.advance(0);
  while (model.waiting.length > 0 && ready(model).length > 0) taken(model, await model.waiting.shift());
  if (model.closed)
    expect((await Promise.all(model.waiting.splice(0))).every((key) => key === undefined)).toBe(true);
  expect(queue.length).toBe(ready(model).length);
  expect(queue.pressure(Number.POSITIVE_INFINITY)).toBe(ready(model).length + model.processing.size);
}

function command(name: string, run: (model: Model, real: Real) => void | Promise<void>): QueueCommand {
  return {
    check: () => true,
    toString: () => name,
    async run(model, real) {
      await run(model, real);
      await settle(model, real);
    },
  };
}

function delay(model: Model, { clock }: Real, key: string, ms: number): void {
  if (model.closed) return;
  const at = clock.monotonic() + ms;
  model.delayed.set(key, Math.min(at, model.delayed.get(key) ?? at));
}

async function pass(model: Model, { clock }: Real, ms: number): Promise<void> {
  await clock.advance(ms);
  for (const [key, at] of model.delayed) {
    if (at > clock.monotonic()) continue;
    model.delayed.delete(key);
    markDirty(model, key, "normal");
  }
}

const commands = {
  add: (key: string, priority: Priority) =>
    command(`add(${key}, ${priority})`, (model, { queue }) => {
      queue.add(key, priority);
      markDirty(model, key, priority);
    }),
  addAfter: (key: string, ms: number) =>
    command(`addAfter(${key}, ${ms})`, (model, real) => {
      real.queue.addAfter(key, ms);
      delay(model, real, key, ms);
    }),
  fail: (key: string) =>
    command(`addRateLimited(${key})`, (model, real) => {
      const failures = model.failures.get(key) ?? 0;
      const ms = Math.min(BACKOFF.initialMs * 2 ** failures, BACKOFF.maxMs);
      model.failures.set(key, failures + 1);
      expect(real.queue.addRateLimited(key)).toBe(ms);
      expect(real.queue.failures(key)).toBe(failures + 1);
      delay(model, real, key, ms);
    }),
  forget: (key: string) =>
    command(`forget(${key})`, (model, { queue }) => {
      queue.forget(key);
      model.failures.delete(key);
    }),
  get: () =>
    command("get", async (model, { queue }) => {
      if (ready(model).length > 0) taken(model, await queue.get());
      else if (model.closed) expect(await queue.get()).toBeUndefined();
      else model.waiting.push(queue.get());
    }),
  done: (key: string) =>
    command(`done(${key})`, (model, { queue }) => {
      queue.done(key);
      model.processing.delete(key);
    }),
  wait: (ms: number) => command(`wait(${ms})`, (model, real) => pass(model, real, ms)),
  shutDown: (mode: "drop" | "drain") =>
    command(`shutDown(${mode})`, (model, { queue }) => {
      queue.shutDown(mode);
      model.closed = true;
      model.delayed.clear();
      if (mode === "drop") model.dirty.clear();
    }),
};

const key = fc.constantFrom("a/1", "a/2", "a/3", "b/1", "c/1");
const arbitraries = [
  fc.tuple(key, fc.constantFrom<Priority>("high", "normal", "low")).map((args) => commands.add(...args)),
  fc.tuple(key, fc.constantFrom<Priority>("high", "normal", "low")).map((args) => commands.add(...args)),
  fc.tuple(key, fc.integer({ min: 1, max: 40 })).map((args) => commands.addAfter(...args)),
  key.map(commands.fail),
  key.map(commands.forget),
  fc.constant(undefined).map(commands.get),
  fc.constant(undefined).map(commands.get),
  key.map(commands.done),
  key.map(commands.done),
  fc.integer({ min: 0, max: 30 }).map(commands.wait),
];
const shutDown = fc.constantFrom("drop" as const, "drain" as const).map(commands.shutDown);

test("no key is lost, none is worked on twice at a time, whatever happens (model)", {
  timeout: 60_000,
}, async () => {
  const weighted = arbitraries.map((arbitrary) => ({ weight: 8, arbitrary }));
  const some = fc.oneof(...weighted, { weight: 1, arbitrary: shutDown });
  await fc.assert(
    fc.asyncProperty(fc.array(some, { maxLength: 60, size: "max" }), async (steps) => {
      const clock = manualClock();
      const real = { clock, queue: createQueue({ clock, backoff: BACKOFF }) };
      const model: Model = {
        dirty: new Map(),
        processing: new Set(),
        delayed: new Map(),
        failures: new Map(),
        waiting: [],
        closed: false,
        gets: 0,
        first: { high: 0, normal: 0, low: 0 },
      };
      for (const step of steps) await step.run(model, real);
      await drain(model, real);
    }),
    { numRuns: 300 },
  );
});

/** Whatever happened: all that is left is handed out, and then nothing. */
async function drain(model: Model, real: Real): Promise<void> {
  await commands.wait(1_000).run(model, real);
  while (ready(model).length > 0 || model.processing.size > 0) {
    const [busy] = model.processing;
    await (busy === undefined ? commands.get() : commands.done(busy)).run(model, real);
  }
  await commands.shutDown("drain").run(model, real);
  await real.queue.idle();
  expect(real.queue.unfinishedSeconds()).toBe(0);
}
