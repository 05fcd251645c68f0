import { expect, test } from "vitest";
import { BATCHTASKS } from "../../../../src/api/resources.ts";
import { consequence } from "../../../../src/cli/diff/follow.ts";
import { runFor } from "../../../../src/cli/render/server.ts";
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

test.each([
  ["goes on, and only what a live Job can take differs", task({}), "the run goes on"],
  [
    "has ended, and only what a live Job can take differs",
    task({}, ENDED),
    "`kubectl batchtask rerun a` does",
  ],
])("a run that %s", (_, live, sentence) => {
  expect(consequence(live, task({ activeDeadlineSeconds: 100 }))).toContain(sentence);
});

test("a run that has ended, and another template", () => {
  const other = { spec: { ...template.spec, containers: [{ name: "a", image: "busybox:1.37" }] } };
  expect(consequence(task({}, ENDED), task({ template: other }))).toBe("starts run 2");
});

test("a run whose pods can't start, and another template", () => {
  const stuck = task({});
  const status = {
    ...stuck.status,
    phase: "Running",
    failure: { reason: "ImagePullBackOff", message: "no" },
  };
  const other = task({ template: { spec: { ...template.spec, restartPolicy: "OnFailure" } } });
  expect(consequence(trust(BATCHTASKS, { ...stuck, status }), other)).toBe(
    "stops run 1, of which no pod could start, and starts run 2",
  );
});

test("a task that was refused, and any edit of it", () => {
  const refused = task({}, ENDED);
  const live = trust(BATCHTASKS, { ...refused, status: { ...refused.status, phase: "Rejected" } });
  expect(consequence(live, task({ parallelism: 5 }))).toBe("starts run 2");
  expect(runFor(task({ parallelism: 5 }), live).number).toBe(2);
  expect(runFor(task({}), live).number).toBe(1);
});
