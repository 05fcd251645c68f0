import type { Subject, Work } from "./subjects/subject.ts";
import { CONCURRENCY, type Stage } from "./stage.ts";
import { inParallel } from "../faults/support/pool.ts";

/** One creation, by performance.now(). */
export interface Creation {
  readonly name: string;
  readonly sentAt: number;
  /** The API server's answer was there. */
  readonly acknowledgedAt: number;
}

/** Creates so many objects, 16 at a time over kept connections. */
export async function createMany(
  stage: Stage,
  subject: Subject,
  names: readonly string[],
  work: Work,
): Promise<Creation[]> {
  const creations: Creation[] = [];
  await inParallel(names, CONCURRENCY, async (name) => {
    creations.push(await createOne(stage, subject, name, work));
  });
  return creations;
}

export async function createOne(
  { client }: Stage,
  subject: Subject,
  name: string,
  work: Work,
): Promise<Creation> {
  const sentAt = performance.now();
  await client.create(subject.resource, subject.object(name, work));
  return { name, sentAt, acknowledgedAt: performance.now() };
}

/** So many names; the prefix keeps those of one phase apart from another's. */
export function namesOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}
