import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { ApiError } from "../../kube/errors.ts";
import type { ClusterPort, LogAsked } from "../../ui/server/ports.ts";
import type { Context } from "../context.ts";
import { followLogs } from "../logs/follow.ts";
import { harmlessLine } from "../logs/harmless-line.ts";
import type { LogPrinter } from "../logs/printer.ts";
import { printLogs } from "../logs/print-once.ts";
import { podsOf, runOf, type TaskRun } from "../logs/run.ts";
import { noTask } from "./actions.ts";
import type { World } from "./world.ts";

/** Lines of each container from before. */
const TAIL = 2_000;
/** A longer line is cut, in characters. */
const LONGEST = 65_536;
const cutText = (length: number): string =>
  `(${length - LONGEST} more characters of this line are not shown)`;
/** How often it is asked whether the run has ended, in milliseconds. */
const LOOK_MS = 2_000;

/** What the latest run writes, until it has ended; resolves at once where it has. */
export async function tellLogs(
  { context, cluster }: World,
  asked: LogAsked,
  write: Parameters<ClusterPort["log"]>[1],
  signal: AbortSignal,
): Promise<string | undefined> {
  const { namespace, name, pod, container } = asked;
  const read = () => cluster.client.get(BATCHTASKS, { namespace, name }, { signal: ended });
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const task = await read();
  if (!task) throw noTask(asked);
  const run = runOf(task, undefined);
  const options = { tail: TAIL, color: false, pod, container };
  const printer = printerOf(write);
  const world = { context: quietly(context, write, ended), cluster };
  if (isOver(task, run)) {
    const pods = await podsOf(cluster, run, ended);
    await printLogs(world, { run, pods, options, printer });
    return undefined;
  }
  let over = false;
  const look = async () => {
    while (!over && !ended.aborted) {
      await context.clock.sleep(LOOK_MS, ended);
      const now = await read().catch(ofNow);
      over = !now || now.metadata.uid !== task.metadata.uid || isOver(now, run);
    }
  };
  let refusal: unknown;
  /** What can't be read for a while can be read again; what may not be read any more is the end. */
  const ofNow = (error: unknown): BatchTask | undefined => {
    if (!isRefused(error)) return task;
    refusal = error;
    return undefined;
  };
  const isHopeless = async (): Promise<boolean> => refusal !== undefined;
  const looking = look().catch(() => undefined);
  try {
    await followLogs(world, { run, options, printer, isRunFinished: () => over, isHopeless });
  } finally {
    stop.abort();
    await looking;
  }
  if (refusal !== undefined) throw refusal;
  return "The run has ended";
}

const isRefused = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 401 || error.status === 403);

const isOver = ({ status }: BatchTask, { number }: TaskRun): boolean =>
  status?.run?.number !== number || status.run.completionTime !== undefined;

function printerOf(write: Parameters<ClusterPort["log"]>[1]): LogPrinter {
  return {
    see: () => undefined,
    print(source, { text }) {
      const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)} ${cutText(text.length)}` : text;
      for (const line of harmlessLine(shown, { colours: false }).split("\n")) write({ source, text: line });
    },
  };
}

/** What would be told on the terminal is told among the lines. */
function quietly(context: Context, write: Parameters<ClusterPort["log"]>[1], signal: AbortSignal): Context {
  const stderr = { ...context.stderr, write: (text: string) => write({ source: "", text: text.trimEnd() }) };
  return { ...context, stderr, signal };
}
