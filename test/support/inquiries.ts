import { createInquiries, type Inquiries } from "../../src/controllers/batchtask/diagnosis/inquiries.ts";
import { reconcile, type ReconcileOptions } from "../../src/controllers/batchtask/reconcile.ts";
import type { Client } from "../../src/kube/client.ts";
import type { Result } from "../../src/kube/controller.ts";

/** Inquiries that wake nobody and rest no longer than a turn of the event loop. */
export function inquiriesOf(client: Client, now: () => number): Inquiries {
  const clock = { now, monotonic: now, sleep: () => Promise.resolve() };
  return createInquiries({ client, clock, wake: () => undefined });
}

/** A look at a task, and the one that follows it once what it asked about is found out. */
export async function look(options: ReconcileOptions, key: string, signal: AbortSignal): Promise<Result> {
  const result = await reconcile(options, key, signal);
  const answered = options.inquiries.answered(key);
  return answered ? answered.then(() => reconcile(options, key, signal)) : result;
}
