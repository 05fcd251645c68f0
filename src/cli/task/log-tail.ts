import type { Failure } from "../../api/failure.ts";
import type { Pod } from "../../api/job.ts";
import { containerStatuses, type ContainerStatus } from "../../status/failure/evidence.ts";
import type { Transport } from "../../kube/transport/transport.ts";
import { readLines } from "../logs/lines.ts";
import { oneLine } from "../output/one-line.ts";

const MOST_LINES = 5;

/**
 * The last lines of a container that has failed, or ran too long, and left no termination message, as long as its pod is
 * there.
 * Rejects with an ApiError (404 where the node has lost them), a CliError or a TransportError.
 */
export async function logTailOf(
  { transport }: { transport: Pick<Transport, "stream"> },
  failure: Failure | undefined,
  pods: readonly Pod[],
  signal: AbortSignal,
): Promise<string[]> {
  const log = logOf(failure, pods);
  if (!log) return [];
  const { previous, ...of } = log;
  const lines: string[] = [];
  for await (const { text } of readLines(transport, of, { tailLines: MOST_LINES, previous }, signal))
    lines.push(oneLine(text));
  return lines.filter((line) => line !== "");
}

/** Where the lines are; undefined where there are none to be had, or none to be looked for. */
function logOf(failure: Failure | undefined, pods: readonly Pod[]) {
  if (!failure || !isSilent(failure)) return undefined;
  const pod = pods.find(({ metadata }) => metadata?.name === failure.pod);
  const status = pod && containerStatuses(pod).find(({ name }) => name === failure.container);
  const { namespace, name } = pod?.metadata ?? {};
  if (!status || namespace === undefined || name === undefined) return undefined;
  return { namespace, pod: name, container: status.name, previous: isPast(failure, status) };
}

/** It may have been started again since; what a deadline has ended was not. */
const isPast = ({ startedAt }: Failure, { state }: ContainerStatus): boolean =>
  state?.terminated === undefined && startedAt === undefined;

/** A container has ended badly, or been stopped for a deadline, and left no message. */
const isSilent = ({ exitCode, startedAt, terminationMessage }: Failure): boolean =>
  (exitCode ?? startedAt) !== undefined && terminationMessage === undefined;
