import type { Logger } from "../../../kube/log.ts";
import type { Deferral } from "./deferral.ts";

/** Statuses that are written at the same time. */
const AT_ONCE = 32;

/**
 * Writes the statuses that were deferred, before another process takes over: what only this one knows, such as the
 * UID of a Job that it has just created, would be lost with it. What can't be written is told in the log.
 */
export async function flushStatuses(
  deferral: Pick<Deferral, "close">,
  reconcile: (key: string) => Promise<unknown>,
  log: Logger,
): Promise<void> {
  const keys = deferral.close();
  async function flushNext(): Promise<void> {
    for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
      try {
        await reconcile(key);
      } catch (error) {
        log.warn({ key, err: error }, "the last status could not be written before the end");
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, flushNext));
}
