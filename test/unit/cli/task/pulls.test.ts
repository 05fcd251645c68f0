import { expect, test } from "vitest";
import type { KubeEvent } from "../../../../src/api/job.ts";
import { failedPulls, readPulls } from "../../../../src/cli/task/pulls.ts";
import { liveApi } from "../support/live-api.ts";

const event = (
  reason: string,
  message: string,
  more: Partial<KubeEvent> = {},
  container = "main",
): KubeEvent => ({
  metadata: { name: `${reason}-${message.length}-${container}` },
  involvedObject: { kind: "Pod", name: "a", fieldPath: `spec.containers{${container}}` },
  reason,
  message,
  ...more,
});
const FAILED = 'Failed to pull image "x": not found';

test.each<[string, KubeEvent[], number | undefined]>([
  ["each time that it failed", [event("Failed", FAILED, { count: 3 })], 3],
  [
    "failures of different words",
    [event("Failed", FAILED, { count: 2 }), event("Failed", `${FAILED} now`)],
    3,
  ],
  ["a series", [event("Failed", FAILED, { series: { count: 4 } })], 4],
  ["those that have begun, but the last", [event("Pulling", 'Pulling image "x"', { count: 4 })], 3],
  ["no first one that goes on", [event("Pulling", 'Pulling image "x"')], undefined],
  [
    "no other failures",
    [event("Failed", "Error: ImagePullBackOff", { count: 19 }), event("BackOff", "Back-off")],
    undefined,
  ],
  ["none of another container", [event("Failed", FAILED, { count: 3 }, "sidecar")], undefined],
  ["what names no container", [event("Failed", FAILED, { involvedObject: {}, count: 3 })], 3],
])("of pulls in vain it counts %s", (_, events, many) => {
  expect(failedPulls(events, "main")).toBe(many);
});

test("they are read of the pod's events; who may not read those does not know", async () => {
  const api = await liveApi();
  api.put("events", event("Failed", FAILED, { count: 3 }));
  const { signal } = new AbortController();
  const of = { pod: "a", container: "main" };
  expect(await readPulls(api.world.cluster, "team", of, signal)).toBe(3);
  expect(await readPulls(api.world.cluster, "team", { container: "main" }, signal)).toBeUndefined();
  api.forbidden.add("events");
  expect(await readPulls(api.world.cluster, "team", of, signal)).toBeUndefined();
});
