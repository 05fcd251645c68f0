import type { BatchTask } from "../../api/batchtask.ts";
import { CronError } from "../../cron/expression.ts";
import { metaTime } from "../../kube/time.ts";
import { type Cluster, withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { eachOf } from "../each.ts";
import { CliError, usageError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { FileOptions, GlobalOptions } from "../options.ts";
import { noTask } from "../input/no-task.ts";
import { inFile } from "../input/place.ts";
import { isTask } from "../lint/objects.ts";
import { readTasks } from "../render/files.ts";
import { findTasks } from "../task/find.ts";
import { fullName } from "../view/outcome.ts";
import { type Answer, answerOf } from "./answer.ts";
import { subjectOf } from "./subject.ts";

interface Options extends GlobalOptions, FileOptions {
  allNamespaces?: true;
  selector?: string;
  count: number;
}

/** What is answered, and when that was: RFC 3339. */
interface Answers {
  answers: Answer[];
  now: string;
}

/** The next times of the tasks that a command line means; one of several that has none is told. @throws CliError */
export async function answersOf(
  context: Context,
  names: readonly string[],
  options: Options,
): Promise<Answers> {
  if (options.filename.length === 0)
    return await withCluster(context, options, (cluster) => stored(context, cluster, names, options));
  if (names.length > 0 || options.selector !== undefined || options.allNamespaces)
    throw usageError("-f goes without names, -l and -A", "Of stored tasks leave -f out");
  return await written(context, options);
}

async function written(context: Context, options: Options): Promise<Answers> {
  const now = context.clock.now();
  const { manifests, taskOf } = await readTasks(context, options);
  const own = manifests.filter(isTask);
  if (own.length === 0) throw noTask();
  const answers = await eachOf(context, own, inFile, async (manifest) => {
    const task = taskOf(manifest, options.namespace ?? "default");
    return answerFor(task, { isStored: false, now, count: options.count });
  });
  return { answers, now: metaTime(now) };
}

const place = (task: BatchTask, line: string): string => `${fullName(task)}: ${line}`;

async function stored(
  context: Context,
  cluster: Cluster,
  names: readonly string[],
  options: Options,
): Promise<Answers> {
  const found = await findTasks(cluster, { ...options, names }, context.signal);
  const now = cluster.now();
  const meant = names.length > 0 ? found : found.filter(({ spec }) => spec.runs?.schedule);
  if (meant.length === 0) context.stderr.write("No BatchTasks on a schedule found\n");
  const answers = await eachOf(context, meant, place, async (task) =>
    answerFor(task, { isStored: true, now, count: options.count }),
  );
  return { answers, now: metaTime(now) };
}

function answerFor(
  task: BatchTask,
  { isStored, now, count }: { isStored: boolean; now: number; count: number },
): Answer {
  const subject = subjectOf(task, isStored, now);
  if (!subject)
    throw new CliError(
      "it is on no schedule: spec.runs.schedule is not there, so no time of it comes",
      EXIT.No,
    );
  try {
    return answerOf(subject, now, count);
  } catch (error) {
    if (error instanceof CronError) throw new CliError(`spec.runs.schedule: ${error.message}`, EXIT.No);
    throw error;
  }
}
