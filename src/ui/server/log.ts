import type { EventStream } from "./events.ts";
import type { ClusterPort, LogAsked } from "./ports.ts";
import { explained } from "./refusal.ts";

/** Tells one page what a run writes. Lines that come faster than the page reads are left out, which is said. */
export async function tellLog(
  events: EventStream,
  cluster: Pick<ClusterPort, "log" | "explain">,
  asked: LogAsked,
): Promise<void> {
  let leftOut = 0;
  const say = (source: string, text: string) =>
    void events.send("line", { source, text }).catch(() => undefined);
  const write = ({ source, text }: { source: string; text: string }) => {
    if (events.isBusy) {
      leftOut += 1;
      return;
    }
    if (leftOut > 0) say("", leftOutText(leftOut));
    leftOut = 0;
    say(source, text);
  };
  let message: string | undefined;
  try {
    message = await cluster.log(asked, write, events.signal);
  } catch (error) {
    if (events.signal.aborted) return;
    message = explained(error, cluster).message;
  }
  await events.send("end", { ...(message !== undefined && { message }) }).catch(() => undefined);
  events.end();
}

const leftOutText = (lines: number): string =>
  `(${lines === 1 ? "1 line is" : `${lines} lines are`} left out here: they came faster than they could be shown)`;
