import { expect, test } from "vitest";
import { BATCHTASKS } from "../../../../src/api/resources.ts";
import { consequence } from "../../../../src/cli/diff/follow.ts";
import { runFor } from "../../../../src/cli/render/run-facts.ts";
import { trust } from "../../../../src/kube/resource.ts";
import { templateHash } from "../../../../src/job/template-hash.ts";

const template = { spec: { restartPolicy: "Never", containers: [{ name: "a", image: "busybox:1.36" }] } };
const task = (spec: object, completionTime?: string) =>
  trust(BATCHTASKS, {
    metadata: { name: "a", namespace: "team" },
    spec: { template, ...spec },
    status: { run: { number: 1, templateHash: templateHash({ template }), completionTime } },
  });
const ENDED = "2026-11-24T22:38:09Z";
const MOMENT = { now: Date.parse(ENDED), timeZone: "Europe/Berlin" };

test.each([
  ["goes on, and only what a live Job can take differs", task({}), "the run goes on"],
  [
    "has ended, and only what a live Job can take differs",
    task({}, ENDED),
    "`kubectl batchtask rerun a` does",
  ],
])("a run that %s", (_, live, sentence) => {
  expect(consequence(live, task({ activeDeadlineSeconds: 100 }), MOMENT)).toContain(sentence);
});

test("a run that has ended, and another template", () => {
  const other = { spec: { ...template.spec, containers: [{ name: "a", image: "busybox:1.37" }] } };
  expect(consequence(task({}, ENDED), task({ template: other }), MOMENT)).toBe("starts run 2");
});

test("a run whose pods can't start, and another template", () => {
  const stuck = task({});
  const status = {
    ...stuck.status,
    phase: "Running",
    failure: { reason: "ImagePullBackOff", message: "no" },
  };
  const other = task({ template: { spec: { ...template.spec, restartPolicy: "OnFailure" } } });
  expect(consequence(trust(BATCHTASKS, { ...stuck, status }), other, MOMENT)).toBe(
    "stops run 1, of which no pod could start, and starts run 2",
  );
});

test("a task that was refused, and any edit of it", () => {
  const refused = task({}, ENDED);
  const live = trust(BATCHTASKS, { ...refused, status: { ...refused.status, phase: "Rejected" } });
  expect(consequence(live, task({ parallelism: 5 }), MOMENT)).toBe("starts run 2");
  expect(runFor(task({ parallelism: 5 }), live, MOMENT.now).number).toBe(2);
  expect(runFor(task({}), live, MOMENT.now).number).toBe(1);
});

const at = (schedule: object, more: object = {}) => ({
  runs: { schedule: { cron: "0 2 * * *", timeZone: "Etc/UTC", ...schedule }, ...more },
});
const other = { spec: { ...template.spec, restartPolicy: "OnFailure" } };
const NEXT = "the next run starts 2026-11-25 03:00 +01:00";

test.each([
  ["a new one", undefined, task(at({})), `is new: ${NEXT}`],
  [
    "a new one that runs at once",
    undefined,
    task(at({ runAtOnce: true })),
    `is new: run 1 starts, then ${NEXT}`,
  ],
  ["a new one that is suspended", undefined, task(at({ suspend: true })), "is new: it is suspended"],
  ["the same", task(at({}), ENDED), task(at({}), ENDED), `has the same spec: ${NEXT}`],
  ["another schedule", task({}, ENDED), task(at({}), ENDED), `starts no run: ${NEXT}`],
  [
    "another template",
    task(at({}), ENDED),
    task({ ...at({}), template: other }, ENDED),
    `holds from run 2 on: ${NEXT}`,
  ],
  [
    "another template while a run goes on",
    task(at({})),
    task({ ...at({}), template: other }),
    `holds from run 2 on: ${NEXT}`,
  ],
  [
    "another template that is to run at once",
    task(at({})),
    task({ ...at({}, { onChange: "Immediately" }), template: other }),
    "stops run 1 and starts run 2",
  ],
  [
    "what a live Job can take",
    task(at({})),
    task({ ...at({}), backoffLimit: 5 }),
    `changes what a live Job can take: the run goes on, and ${NEXT}`,
  ],
])("a task on a schedule: %s", (_, live, next, sentence) => {
  expect(consequence(live, next, MOMENT)).toBe(sentence);
});

test("the next run is for the next time of the schedule, the present one for its own", () => {
  const live = task(at({}));
  expect(runFor(task({ ...at({}), template: other }), live, MOMENT.now)).toEqual({
    number: 2,
    scheduleTime: "2026-11-25T02:00:00Z",
  });
  expect(runFor(task(at({})), live, MOMENT.now)).not.toHaveProperty("scheduleTime");
  expect(runFor(task(at({ runAtOnce: true })), undefined, MOMENT.now)).toEqual({ number: 1 });
});
