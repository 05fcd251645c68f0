import type { Pod } from "../../api/job.ts";
import { containerStatuses } from "../../status/failure/evidence.ts";
import { howEnded } from "../../status/failure/how-ended.ts";
import { ApiError } from "../../kube/errors.ts";
import type { Cluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { oneLine } from "../output/one-line.ts";
import type { Instance } from "./instances.ts";
import { type LogQuery, readLines } from "./lines.ts";
import type { LogOptions } from "./options.ts";
import type { LogPrinter } from "./printer.ts";

/** Before a log that broke off is opened again. */
const REOPEN_MS = 1_000;

export interface Reading {
  instance: Instance;
  /** The container has lived before, and that was not read. */
  isMissed: boolean;
  options: LogOptions;
  printer: LogPrinter;
  pods: () => Pod[];
  /**
   * The time of the last line of each container that was printed. The API server gives the log of a container, not of
   * one of its lives: a log that is opened again as the container starts anew is that of the next life.
   */
  printed: Map<string, string>;
}

/** Reads one life of a container to its end, and tells on stderr that it is not the first; never rejects. */
export async function readThrough(
  { context, cluster }: { context: Context; cluster: Cluster },
  reading: Reading,
): Promise<void> {
  const { clock, signal, stderr } = context;
  const { instance, isMissed, options, printer, pods, printed } = reading;
  const { label } = instance;
  const container = `${instance.podUID}/${instance.container}`;
  const read = async (query: LogQuery) => {
    for await (const line of readLines(cluster.transport, instance, query, signal)) {
      if (line.time <= (printed.get(container) ?? "")) continue;
      printed.set(container, line.time);
      printer.print(label, line);
    }
  };
  try {
    if (isMissed) await read({ previous: true }).catch(() => undefined);
    if (instance.restarts > 0) stderr.write(`${restarted(instance)}\n`);
    const isRunning = () => isStillRunning(pods(), instance);
    for (let isOpen = true; isOpen; isOpen = isRunning()) {
      const last = printed.get(container);
      const query = last === undefined ? first(options) : { sinceTime: wholeSeconds(last) };
      await read({ follow: true, ...query }).catch((error: unknown) => {
        if (!isBreak(error) || !isRunning()) throw error;
      });
      if (isRunning()) await clock.sleep(REOPEN_MS, signal);
    }
  } catch (error) {
    if (signal.aborted) return;
    const why = error instanceof Error ? error.message : String(error);
    stderr.write(
      `Warning: the log of pod ${instance.pod}, container ${instance.container}, breaks off: ${oneLine(why)}\n`,
    );
  }
}

/** What a try a little later may mend: a connection that was cut, an API server that comes up again; no refusal is. */
const isBreak = (error: unknown): boolean =>
  error instanceof ApiError ? error.status >= 500 : !(error instanceof CliError);

/** "container work of pod a ended with exit code 1 and is started again (restart 3)" */
function restarted({ container, pod, restarts, endBefore }: Instance): string {
  const how = endBefore && `${howEnded(endBefore.exitCode, endBefore.reason ?? "Error")} and `;
  return oneLine(`container ${container} of pod ${pod} ${how ?? ""}is started again (restart ${restarts})`);
}

/** The API takes no fractions; what was printed since is known by its time. */
function wholeSeconds(time: string | undefined): string | undefined {
  return time?.replace(/\.\d+/, "");
}

function first({ tail, since }: LogOptions): LogQuery {
  return {
    ...(tail !== undefined && { tailLines: tail }),
    ...(since !== undefined && { sinceSeconds: Math.max(1, Math.round(since / 1000)) }),
  };
}

function isStillRunning(pods: readonly Pod[], { podUID, container, restarts }: Instance): boolean {
  const pod = pods.find(({ metadata }) => metadata?.uid === podUID);
  const status = pod && containerStatuses(pod).find(({ name }) => name === container);
  return status?.restartCount === restarts && status.state?.running !== undefined;
}
