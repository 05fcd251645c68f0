import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, errorKind } from "../../../src/kube/errors.ts";

const LONGEST_MS = 60_000;

/** Does something although the API server may be away: repeats what may go away by itself. */
export async function insist(act: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  for (let tries = 1; ; tries += 1) {
    try {
      await act();
      return;
    } catch (error) {
      // The first attempt arrived after all.
      if (tries > 1 && error instanceof ApiError && error.reason === "AlreadyExists") return;
      if (errorKind(error) === "Terminal" || performance.now() > end) throw error;
      await sleep(200);
    }
  }
}
