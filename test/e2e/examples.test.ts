import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { BatchTaskSpec } from "../../src/api/batchtask.ts";
import { type Case, CASES, SECRET_VALUE } from "../examples/cases.ts";
import { manifestsOf } from "../examples/manifests.ts";
import { findSecret } from "../examples/secret.ts";
import { atNextMinute } from "../examples/soon.ts";
import { judge } from "../examples/verdict.ts";
import { type Sighting, Watcher } from "../examples/watcher.ts";
import { type E2e, end, start } from "./support.ts";

const LONGEST_MS = 4 * 60_000;

/** What takes minutes in an example and seconds here. */
const SHORTENED: Record<string, Partial<BatchTaskSpec>> = {
  deadline: { activeDeadlineSeconds: 25 },
  "ttl-100": { ttlSecondsAfterFinished: 15 },
};
const wanted: Case[] = CASES.map((example) =>
  example.name === "ttl-100" ? { ...example, goneAfterSeconds: 15 } : example,
);

describe.skipIf(inject("noRealNode") !== undefined)("the examples on a real node", () => {
  let world: E2e;
  let seen: Sighting[];
  beforeAll(async () => {
    world = await start("examples");
    seen = await watch(world);
  }, LONGEST_MS + 60_000);
  afterAll(() => end(world));

  test.each(wanted.map((example, n) => [example.name, example, n] as const))(
    "%s ends as it must",
    (_, example, n) => {
      const sighting = seen[n];
      if (!sighting) throw new Error(`${example.name} was not watched`);
      expect(judge(example, sighting, Date.now()).problems).toEqual([]);
    },
  );

  test("a Secret's value shows nowhere", async () => {
    expect(await findSecret(world, SECRET_VALUE, world.operator.logFile)).toEqual([]);
  });

  test("resources inside the bounds and labels arrive in the pods unchanged", () => {
    expect(podsOf(seen, "data-processor")[0]?.spec?.containers[0]?.resources).toEqual({
      requests: { memory: "256Mi", cpu: "250m" },
      limits: { memory: "512Mi", cpu: "500m" },
    });
    expect(podsOf(seen, "db-migration")[0]?.metadata?.labels).toMatchObject({
      app: "shop",
      task: "migration",
    });
  });
});

/** Applies all examples at once and looks until nothing more is going to happen. */
async function watch(world: E2e): Promise<Sighting[]> {
  for (const { name, trigger } of wanted) {
    const input = await manifestsOf(name, trigger ? atNextMinute(Date.now()) : SHORTENED[name]);
    const { code, stderr } = await world.kubectl(["apply", "-f", "-"], { input });
    if (code !== 0) throw new Error(`${name}: ${stderr}`);
  }
  const watcher = new Watcher(
    world,
    wanted.map(({ name }) => name),
  );
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    await watcher.look(Date.now());
    for (const sighting of watcher.sightings) await watcher.readLogs(sighting);
    const open = wanted.filter(
      (example, n) => !judge(example, watcher.sightings[n] ?? nobody(), Date.now()).settled,
    );
    if (open.length === 0 || performance.now() > end) return watcher.sightings;
    await setTimeout(300);
  }
}

function podsOf(seen: Sighting[], name: string) {
  return seen.find((sighting) => sighting.name === name)?.pods ?? [];
}

function nobody(): never {
  throw new Error("A case without a sighting");
}
