import type { Pod } from "../../api/job.ts";
import { containerStatuses } from "../../status/failure/evidence.ts";
import { STILL_STARTING } from "../../status/failure/waiting.ts";
import type { Cluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { inOrder, startedIn } from "./instances.ts";
import { type LogQuery, readLines } from "./lines.ts";
import type { LogOptions } from "./options.ts";
import type { LogPrinter } from "./printer.ts";
import type { TaskRun } from "./run.ts";

/** Prints what the pods of a run have written so far, one after another. @throws CliError where there is nothing */
export async function printLogs(
  { context, cluster }: { context: Context; cluster: Cluster },
  {
    run,
    pods,
    options,
    printer,
  }: { run: TaskRun; pods: readonly Pod[]; options: LogOptions; printer: LogPrinter },
): Promise<void> {
  const started = inOrder(pods).flatMap((pod) => startedIn(pod, options, run.jobName));
  const instances = options.previous ? started.filter(({ restarts }) => restarts > 0) : started;
  if (instances.length === 0) throw nothing(run, pods, options);
  printer.see(pods);
  let isSilent = true;
  for (const instance of instances) {
    const lines = readLines(cluster.transport, instance, queryOf(options), context.signal);
    for await (const line of lines) {
      isSilent = false;
      printer.print(instance.label, line);
    }
  }
  if (isSilent) context.stderr.write(`${silence(run, options)}\n`);
}

/** Said where nobody would know whether there was nothing or something went wrong. */
function silence(run: TaskRun, { since, tail }: LogOptions): string {
  const asked = since !== undefined || tail !== undefined ? " that --since and --tail ask for" : "";
  return `The containers of run ${run.number} of BatchTask ${run.task} have written nothing${asked}`;
}

function queryOf({ previous, tail, since }: LogOptions): LogQuery {
  return {
    ...(previous && { previous }),
    ...(tail !== undefined && { tailLines: tail }),
    ...(since !== undefined && { sinceSeconds: Math.max(1, Math.round(since / 1000)) }),
  };
}

/** Why there is nothing to print, and what to do. */
function nothing(run: TaskRun, pods: readonly Pod[], options: LogOptions): CliError {
  const explain = `See \`kubectl batchtask explain ${run.task} -n ${run.namespace}\``;
  const which = `run ${run.number} of BatchTask ${run.task}`;
  if (pods.length === 0)
    return new CliError(
      `there is no pod of ${which}, so there are no logs: it had none, or they are deleted, as Kubernetes does with pods that run on past a deadline, a failure or a suspension, and with all of a Job that is removed. \`run --logs\` and \`logs -f\` print while they run`,
      EXIT.Refused,
      explain,
    );
  if (options.container !== undefined && !pods.some((pod) => hasContainer(pod, options.container ?? "")))
    return new CliError(
      `no container of ${which} is named ${options.container}`,
      EXIT.Refused,
      `There are ${namesOf(pods).join(", ")}`,
    );
  if (options.index !== undefined)
    return new CliError(`no pod of index ${options.index} of ${which} has started`, EXIT.Refused, explain);
  if (options.previous)
    return new CliError(
      `no container of ${which} was started again in its pod`,
      EXIT.Refused,
      "Earlier pods are there without --previous; for earlier runs give --run",
    );
  const why = waitingReason(pods);
  if (why !== undefined)
    return new CliError(`no container of ${which} has started yet: ${why}`, EXIT.Refused, explain);
  return new CliError(`no pod of ${which} has started yet`, EXIT.Refused, `Wait for it by -f. ${explain}`);
}

/** Why containers wait, where it is more than that they are about to start. */
function waitingReason(pods: readonly Pod[]): string | undefined {
  const reasons = pods
    .flatMap(containerStatuses)
    .map(({ state }) => state?.waiting?.reason)
    .filter((reason) => reason !== undefined && !STILL_STARTING.has(reason));
  return reasons[0];
}

function namesOf(pods: readonly Pod[]): string[] {
  const specs = pods.flatMap(({ spec }) => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]);
  return [...new Set(specs.map(({ name }) => name))];
}

const hasContainer = (pod: Pod, name: string): boolean => namesOf([pod]).includes(name);
