import type { EventStream } from "./events.ts";
import { lineQueue } from "./lines.ts";
import type { ClusterPort, LogAsked } from "./ports.ts";
import { explained } from "./refusal.ts";

/** Tells one page what a run writes. Lines that come much faster than the page reads are left out, which is said. */
export async function tellLog(
  events: Pick<EventStream, "send" | "signal" | "end">,
  cluster: Pick<ClusterPort, "log" | "explain">,
  asked: LogAsked,
): Promise<void> {
  const lines = lineQueue((line) => events.send("line", line));
  let message: string | undefined;
  try {
    message = await cluster.log(asked, lines.add, events.signal);
  } catch (error) {
    if (events.signal.aborted) return;
    message = explained(error, cluster).message;
  }
  await lines.drained();
  await events.send("end", { ...(message !== undefined && { message }) }).catch(() => undefined);
  events.end();
}
