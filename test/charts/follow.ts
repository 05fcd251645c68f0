import { setTimeout } from "node:timers/promises";
import { ApiError } from "../../src/kube/errors.ts";
import type { KubeObject } from "../../src/kube/object.ts";
import type { Resource } from "../../src/kube/resource.ts";
import type { Outcome } from "./outcome.ts";
import type { Stage } from "./stage.ts";

const LONGEST_MS = 120_000;
const LOOK_MS = 1_000;

export interface Followed<T> {
  object: T | undefined;
  outcome: Outcome;
}

/** Creates an object as `kubectl` does and looks at it until it has ended. */
export async function follow<T extends KubeObject>(
  { client }: Stage,
  resource: Resource<T>,
  { object, outcomeOf }: { object: object; outcomeOf: (now: T | undefined) => Outcome },
): Promise<Followed<T>> {
  let made: T;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server judges it
    made = await client.create(resource, object as T, { fieldValidation: "Strict" });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { object: undefined, outcome: { end: "Refused", reason: error.reason, message: error.detail } };
  }
  const { name = "", namespace } = made.metadata ?? {};
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    await setTimeout(LOOK_MS);
    const now = await client.get(resource, { namespace, name });
    const outcome = outcomeOf(now);
    const rests = outcome.end !== "Going" || outcome.reason === "Suspended";
    if (rests || performance.now() > end) return { object: now, outcome };
  }
}
