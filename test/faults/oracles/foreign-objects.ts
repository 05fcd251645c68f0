import { type Call, describe, isWrite } from "../proxy/call.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import type { Evidence } from "../run/evidence.ts";
import { taskUidOf } from "./owner.ts";

/** Nothing is written to an object whose controller is not a task of ours, or to what a user owns of a task. */
export function foreignObjects({ calls, jobSights }: Evidence): string[] {
  const writes = calls.filter(
    (call) => isWrite(call) && call.resource !== "events" && call.resource !== "leases",
  );
  return writes.filter((call) => !isAllowed(call, jobSights)).map((call) => `${describe(call)} ${call.name}`);
}

function isAllowed(call: Call, jobSights: Evidence["jobSights"]): boolean {
  if (call.resource === "batchtasks") return call.subresource === "status";
  if (call.resource !== "jobs") return false;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the operator sends Jobs
  if (call.verb === "create") return taskUidOf(call.body as KubeObject) !== undefined;
  const named = jobSights.filter(({ object, at }) => object.metadata?.name === call.name && at <= call.at);
  const target = named.at(-1)?.object;
  return target === undefined || taskUidOf(target) !== undefined;
}
