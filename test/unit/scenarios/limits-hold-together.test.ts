import { expect, test } from "vitest";
import { liveController } from "../support/live-controller.ts";

const red = { labels: { team: "red" } };
const blue = { labels: { team: "blue" } };

test("a team runs so many tasks at once over all its namespaces, and others go on", async () => {
  const live = await liveController("one", "two");
  live.policy("teams", { maxActivePerLabel: [{ label: "team", max: 2 }] });
  await live.create(
    { name: "a", namespace: "one", ...red },
    { name: "b", namespace: "two", ...red },
    { name: "c", namespace: "one", ...red },
    { name: "d", namespace: "two", ...red },
    { name: "e", namespace: "one", ...blue },
    { name: "f", namespace: "two" },
  );
  expect(live.running()).toEqual(["a", "b", "e", "f"]);
  expect((await live.standing("d", "two")).message).toBe(
    "Waits as number 2 of 2 in line: policy teams lets 2 tasks with label team=red run at the same time, over all its namespaces",
  );
  await live.succeed("a");
  expect(live.running()).toEqual(["b", "e", "f", "c"]);
  await live.succeed("e");
  expect(live.running()).toEqual(["b", "f", "c"]);
  await live.succeed("b");
  expect(live.running()).toEqual(["f", "c", "d"]);
  await live.stop();
});

test("who needs two limits is not passed for ever by those who need one", async () => {
  const live = await liveController("team");
  live.policy("both", { maxActivePerNamespace: 2, maxActivePerLabel: [{ label: "team", max: 1 }] });
  await live.create({ name: "old", ...red }, { name: "plain" }, { name: "next", ...red }, { name: "late" });
  expect(live.running()).toEqual(["old", "plain"]);
  // The namespace's free slot is kept for `next`, which waits for its team's.
  await live.succeed("plain");
  expect(live.running()).toEqual(["old"]);
  expect((await live.standing("late")).message).toContain(
    "Waits as number 2 of 2 in line: policy both lets 2 tasks",
  );
  await live.succeed("old");
  expect(live.running()).toEqual(["next", "late"]);
  await live.stop();
});

test("of a concurrency group one runs at a time, without any policy", async () => {
  const live = await liveController("team");
  const nightly = { spec: { runs: { concurrencyGroup: "nightly" } } };
  await live.create({ name: "a", ...nightly }, { name: "b", ...nightly }, { name: "c" });
  expect(live.running()).toEqual(["a", "c"]);
  expect(await live.standing("b")).toEqual({
    phase: "Queued",
    reason: "Queued",
    message:
      "Waits as number 1 of 1 in line: of the tasks of this namespace with runs.concurrencyGroup nightly one runs at a time",
  });
  await live.edit("b", { spec: { runs: { concurrencyGroup: "daily" } } });
  expect(live.running()).toEqual(["a", "c", "b"]);
  await live.stop();
});

test("a policy that is taken away, or no longer selects the namespace, lets all start", async () => {
  const live = await liveController("one", "two");
  const perTeam = { maxActivePerLabel: [{ label: "team", max: 1 }] };
  live.policy("teams", perTeam);
  await live.create({ name: "a", namespace: "one", ...red }, { name: "b", namespace: "two", ...red });
  expect(live.running()).toEqual(["a"]);
  live.policy("teams", perTeam, {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "one" } },
  });
  await live.pass(2);
  expect(live.running()).toEqual(["a", "b"]);
  await live.stop();
});

test("a task that gets another label leaves its slot", async () => {
  const live = await liveController("one");
  live.policy("teams", { maxActivePerLabel: [{ label: "team", max: 1 }] });
  await live.create({ name: "a", ...red }, { name: "b", ...red });
  expect(live.running()).toEqual(["a"]);
  await live.edit("a", { metadata: { labels: { team: "blue" } } });
  expect(live.running()).toEqual(["a", "b"]);
  await live.stop();
});

test("a policy in mode Warn holds nobody up", async () => {
  const live = await liveController("one");
  live.policy("teams", { maxActivePerLabel: [{ label: "team", max: 0 }] }, { mode: "Warn" });
  await live.create({ name: "a", ...red });
  expect(live.running()).toEqual(["a"]);
  await live.stop();
});

test("in a freeze of one namespace the team's slots are for its tasks in others", async () => {
  const live = await liveController("one", "two");
  live.policy("teams", { maxActivePerLabel: [{ label: "team", max: 1 }] });
  live.policy(
    "night",
    { freezes: [{ schedule: "0 0 * * *", durationSeconds: 3600 }] },
    { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "one" } } },
  );
  await live.create({ name: "a", namespace: "one", ...red }, { name: "b", namespace: "two", ...red });
  expect(live.running()).toEqual(["b"]);
  await live.pass(3600);
  expect((await live.standing("a", "one")).reason).toBe("Queued");
  await live.succeed("b");
  expect(live.running()).toEqual(["a"]);
  await live.stop();
});
