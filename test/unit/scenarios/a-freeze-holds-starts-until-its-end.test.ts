import { expect, test } from "vitest";
import { liveController } from "../support/live-controller.ts";

/** The clock begins at midnight of a Thursday. */
const NIGHT = { schedule: "0 0 * * *", durationSeconds: 3600, reason: "backup" };

test("what would start in a freeze waits for its end, and then starts by itself", async () => {
  const live = await liveController("team");
  live.policy("night", { freezes: [NIGHT] });
  await live.create({ name: "report" });
  expect(await live.standing("report")).toEqual({
    phase: "Queued",
    reason: "Frozen",
    message:
      "Waits for the end of a freeze: policy night lets no run of this namespace start until 2026-01-01T01:00:00Z (backup)",
  });
  expect(await live.status("report")).not.toHaveProperty("queuePosition");
  await live.pass(3590);
  expect(live.running()).toEqual([]);
  await live.pass(20);
  expect(live.running()).toEqual(["report"]);
  await live.stop();
});

test("a change of the policy holds at once", async () => {
  const live = await liveController("team");
  live.policy("night", { freezes: [NIGHT] });
  await live.create({ name: "report" });
  live.policy("night", { freezes: [{ ...NIGHT, schedule: "0 12 * * *" }] });
  await live.pass(2);
  expect(live.running()).toEqual(["report"]);
  live.policy("now", { freezes: [{ ...NIGHT, schedule: "* * * * *" }] });
  await live.create({ name: "second" });
  expect(await live.standing("second")).toMatchObject({ phase: "Queued", reason: "Frozen" });
  live.policy("now", undefined);
  await live.pass(2);
  expect(live.running()).toEqual(["report", "second"]);
  await live.stop();
});

test("a running task goes on, a rerun of it waits, and so does a resumed one", async () => {
  const live = await liveController("team");
  await live.create({ name: "report" }, { name: "paused", spec: { suspend: true } });
  live.policy("night", { freezes: [NIGHT] });
  await live.pass(5);
  expect(live.running()).toEqual(["report"]);
  await live.edit("report", { metadata: { annotations: { "batchtask.dev/rerun": "once" } } });
  await live.edit("paused", { spec: { suspend: false } });
  expect(await live.standing("paused")).toMatchObject({ phase: "Queued", reason: "Frozen" });
  await live.succeed("report");
  expect((await live.status("report"))?.run?.number).toBe(2);
  expect(await live.standing("report")).toMatchObject({ phase: "Queued", reason: "Frozen" });
  expect(live.running()).toEqual([]);
  await live.pass(3600);
  expect(live.running().toSorted()).toEqual(["paused", "report"]);
  await live.stop();
});

test("freezes that overlap or adjoin hold to the end of the last one, whosoever they are", async () => {
  const live = await liveController("team");
  live.policy("night", { freezes: [NIGHT, { schedule: "30 0 * * *", durationSeconds: 3600 }] });
  live.policy("early", { freezes: [{ schedule: "30 1 * * *", durationSeconds: 600 }] });
  await live.create({ name: "report" });
  expect((await live.standing("report")).message).toContain("until 2026-01-01T01:40:00Z (backup)");
  await live.pass(5_990);
  expect(live.running()).toEqual([]);
  await live.pass(20);
  expect(live.running()).toEqual(["report"]);
  await live.stop();
});

test("a policy in mode Warn freezes nothing, nor does a freeze that can't be read", async () => {
  const live = await liveController("team");
  live.policy("trial", { freezes: [NIGHT] }, { mode: "Warn" });
  live.policy("typo", { freezes: [{ ...NIGHT, schedule: "0 0 30 2 *" }] });
  await live.create({ name: "report" });
  expect(live.running()).toEqual(["report"]);
  await live.stop();
});

test("who waits in a freeze takes no slot, and those of a limit start in order once it ends", async () => {
  const live = await liveController("team", "other");
  const only = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "team" } } };
  live.policy("one", { maxActivePerNamespace: 1, freezes: [NIGHT] }, only);
  await live.create({ name: "first" }, { name: "second" }, { name: "free", namespace: "other" });
  expect(live.running()).toEqual(["free"]);
  await live.pass(3600);
  expect(live.running()).toEqual(["free", "first"]);
  expect(await live.standing("second")).toMatchObject({ phase: "Queued", reason: "Queued" });
  await live.stop();
});
