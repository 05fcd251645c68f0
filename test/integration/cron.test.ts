import { beforeAll, expect, type TestContext, test } from "vitest";
import { createScheduleCache } from "../../src/cron/cache.ts";
import { isTimeZoneName, timeZoneNames } from "../../src/cron/time-zone-names.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../tools/tool.ts";
import { EXPRESSIONS, ZONES } from "./cron/expressions.ts";
import { type Change, createReference, type Reference } from "./cron/reference.ts";
import { firstAfterOdd, isLost, isNear } from "./cron/rule.ts";
import { byRule, ours, oursBack, theirs } from "./cron/walk.ts";
import { type Leg, overChanges, samples, wholeYears, wholeYearsIn, YEARS } from "./cron/walks.ts";

/** Three whole years of each expression in each zone, which takes some ten minutes: `npm run test:cron`. */
const ALL = process.env["BATCHTASK_CRON"] === "1";
/** Under load; alone the longest takes a fifth of it. */
const SLOW_MS = 150_000;

let tool: Tool;
beforeAll(async () => {
  tool = await findTool("cron", process.env);
}, BUILD_MS);

interface Asked {
  reference: Reference;
  changes: ReadonlyMap<string, readonly Change[]>;
}

async function ask(context: TestContext): Promise<Asked> {
  const reference = createReference(pathOf(tool, context), process.env);
  return { reference, changes: await reference.changes(ZONES, YEARS) };
}

/** The first legs whose times are not the wanted ones, with the first times of each kind. */
function differences(
  legs: readonly Leg[],
  wanted: readonly number[][],
  found: readonly number[][],
): object[] {
  const told = (times: readonly number[]) => times.slice(0, 3).map((at) => new Date(at * 1000).toISOString());
  const all = legs.flatMap(({ expression, zone }, index) => {
    const [want, have] = [new Set(wanted[index]), new Set(found[index])];
    const missing = told([...want].filter((at) => !have.has(at)));
    const extra = told([...have].filter((at) => !want.has(at)));
    return missing.length + extra.length === 0
      ? []
      : [{ leg: `${expression.text} in ${zone}`, missing, extra }];
  });
  return all.slice(0, 5);
}

async function compare(legs: readonly Leg[], { reference, changes }: Asked): Promise<void> {
  const cache = createScheduleCache();
  const found = legs.map((leg) => ours(cache, leg));
  const rule = await byRule(reference, legs, changes);
  const controller = await theirs(reference, legs);
  const without = (some: readonly number[][], isOut: (at: number, change: Change) => boolean) =>
    some.map((times, index) => {
      const own = changes.get(legs[index]?.zone ?? "") ?? [];
      return times.filter((at) => !own.some((change) => isOut(at, change)));
    });
  const inRealTime = rule.map((one) => one.inRealTime);
  const odd = inRealTime.map(
    (times, index) => new Set(firstAfterOdd(times, changes.get(legs[index]?.zone ?? "") ?? [])),
  );
  const sound = (some: readonly number[][]) =>
    without(some, isLost).map((times, index) => times.filter((at) => odd[index]?.has(at) !== true));

  // Everywhere, the hours of a change of the clock included.
  const asDocumented = rule.map((one) => one.ours);
  expect(differences(legs, asDocumented, found)).toEqual([]);
  const latest = asDocumented.map((times) => times.slice(-1));
  expect(
    differences(
      legs,
      latest,
      legs.map((leg) => oursBack(cache, leg)),
    ),
  ).toEqual([]);
  // What the other side does there: nothing for what is left out, twice for what comes twice.
  expect(differences(legs, sound(inRealTime), sound(controller))).toEqual([]);
  expect(differences(legs, without(sound(controller), isNear), without(sound(found), isNear))).toEqual([]);
}

test("the CronJob controller takes each name of a zone that is taken here, and none that is refused", async (context) => {
  const { reference } = await ask(context);
  const names = timeZoneNames();
  const known = await reference.known(names);
  expect(names.filter((_, index) => known[index] !== true)).toEqual([]);
  const refused = [
    "PST",
    "BST",
    "IST",
    "SystemV/PST8",
    "CEST",
    "Europe/Berlni",
    "Nowhere/City",
    "+02:00",
    "UTC+2",
  ];
  expect(refused.filter(isTimeZoneName)).toEqual([]);
  expect(await reference.known(refused)).toEqual(refused.map(() => false));
});

test.for(ALL ? ZONES : ["a zone for each expression"])(
  "the CronJob controller has the same times over three whole years: %s",
  { timeout: SLOW_MS * (ALL ? 4 : 1) },
  async (zone, context) => {
    const legs = ALL ? wholeYearsIn(zone) : wholeYears();
    expect(legs.length).toBeGreaterThan(170);
    await compare(legs, await ask(context));
  },
);

test("and over each change of the clock, but for those that it leaves out or shows twice", {
  timeout: SLOW_MS,
}, async (context) => {
  const asked = await ask(context);
  const legs = overChanges(asked.changes);
  expect(legs.length).toBeGreaterThan(50 * EXPRESSIONS.length);
  await compare(legs, asked);
});

test("and here and there, each expression in each zone", { timeout: SLOW_MS }, async (context) => {
  const legs = samples();
  expect(legs.length).toBeGreaterThanOrEqual(200 * 12);
  await compare(legs, await ask(context));
});
