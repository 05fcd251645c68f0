import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { applyManifest, tryHello } from "./install.ts";
import { RELEASE, taskOf, type Trial, untilRuns, withWorld, type World } from "./world.ts";

/** What the release before is installed from. */
export interface PreviousFiles {
  readonly image: string;
  /** Folder of the chart. */
  readonly chart: string;
  readonly install: string;
}

/** A way to install and to upgrade. */
export interface Way {
  readonly name: string;
  readonly before: (world: World, previous: PreviousFiles) => Promise<unknown>;
  readonly upgrade: (world: World) => Promise<unknown>;
}

const WAIT = ["--wait", "--timeout=3m"];

/** Those that the documentation has. */
export const WAYS: readonly Way[] = [
  {
    name: "Helm",
    before: ({ helm }, { chart }) => helm("install", RELEASE, chart, "--create-namespace", ...WAIT),
    upgrade: async ({ helm, file, names }) => {
      await helm("upgrade", RELEASE, file(names.chart), ...WAIT);
      await helm("test", RELEASE, "--timeout=3m");
    },
  },
  {
    name: "install.yaml",
    before: (world, { install }) => applyManifest(world, install),
    upgrade: (world) => applyManifest(world, world.file(world.names.install)),
  },
];

/** Where tasks of users are. */
const TASKS = "demo";
const WITHIN = ["--namespace", TASKS];

/**
 * An upgrade while a task runs, beside one that has ended: neither has another run, Job or pod after it, the first one
 * ends well under the new version, and a new task does.
 */
export async function tryUpgrade(
  trial: Trial,
  { way, image, previous }: { way: Way; image: string; previous: PreviousFiles },
): Promise<void> {
  await withWorld(trial, async (world) => {
    const { kubectl, pipe } = world;
    await world.cluster.importImage(previous.image);
    await way.before(world, previous);
    await kubectl("create", "namespace", TASKS);
    await pipe(taskOf("ended", "echo done"), "apply", ...WITHIN);
    await pipe(taskOf("ongoing", "until [ -e /tmp/go ]; do sleep 0.2; done"), "apply", ...WITHIN);
    await until(world, "ended", "condition=Complete");
    await until(world, "ongoing", "jsonpath={.status.phase}=Running");
    const before = await executions(world);
    await way.upgrade(world);
    await untilRuns(image, world);
    mustEqual(await executions(world), before, "after the upgrade");
    await kubectl("exec", ...WITHIN, `job/${before["ongoing"]?.jobName}`, "--", "touch", "/tmp/go");
    await until(world, "ongoing", "condition=Complete");
    mustEqual(await executions(world), before, "at its end");
    await tryHello(world, TASKS);
  });
}

async function until({ kubectl }: World, task: string, what: string): Promise<void> {
  await kubectl("wait", ...WITHIN, `--for=${what}`, "--timeout=120s", `batchtask/${task}`);
}

const taskSchema = z.object({
  status: z.object({ run: z.object({ number: z.number(), jobName: z.string(), jobUID: z.string() }) }),
});

/** What tells one execution of a task from another. */
interface Execution {
  readonly number: number;
  readonly jobName: string;
  readonly recorded: string;
  /** UIDs of all Jobs and pods that the task has. */
  readonly objects: string[];
}

async function executions({ kubectl }: World): Promise<Record<string, Execution>> {
  const found: Record<string, Execution> = {};
  for (const task of ["ended", "ongoing"]) {
    const text = await kubectl("get", ...WITHIN, `batchtask/${task}`, "--output=json");
    const { number, jobName, jobUID } = taskSchema.parse(JSON.parse(text)).status.run;
    const selector = `--selector=batchtask.dev/name=${task}`;
    const uids = await kubectl(
      "get",
      "jobs,pods",
      ...WITHIN,
      selector,
      "--output=jsonpath={.items[*].metadata.uid}",
    );
    found[task] = { number, jobName, recorded: jobUID, objects: uids.split(" ").toSorted() };
  }
  return found;
}

function mustEqual(found: object, wanted: object, when: string): void {
  if (isDeepStrictEqual(found, wanted)) return;
  throw new Error(
    `a task was run anew, ${when}: ${JSON.stringify(found)}; before: ${JSON.stringify(wanted)}`,
  );
}
