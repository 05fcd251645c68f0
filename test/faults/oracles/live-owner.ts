import type { Evidence } from "../run/evidence.ts";
import { taskUidOf } from "./owner.ts";

/** No Job is made for a task that is gone. */
export function liveOwner({ taskSights, jobSights }: Evidence): string[] {
  const goneAt = new Map(
    taskSights
      .filter(({ type }) => type === "DELETED")
      .map(({ object }) => [object.metadata?.uid ?? "", version(object)]),
  );
  return jobSights
    .filter(({ type }) => type === "ADDED")
    .filter(({ object }) => {
      const gone = goneAt.get(taskUidOf(object) ?? "");
      return gone !== undefined && version(object) > gone;
    })
    .map(({ object }) => `Job ${object.metadata?.name} was made for a task that had been deleted`);
}

const version = ({ metadata }: { metadata?: { resourceVersion?: string | undefined } | undefined }): bigint =>
  BigInt(metadata?.resourceVersion ?? "0");
