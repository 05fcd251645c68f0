import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { ACTIONS, type Action, type Allowance, type Done } from "../../ui/model/wire.ts";
import type { TaskName } from "../../ui/server/ports.ts";
import { Refusal } from "../../ui/server/refusal.ts";
import type { Change } from "../change.ts";
import { CANCEL } from "../commands/cancel.ts";
import { rerunChange } from "../commands/rerun.ts";
import { scheduleChange, taskChange } from "../commands/suspend.ts";
import { fullName } from "../view/outcome.ts";
import type { Rights } from "./rights.ts";
import type { World } from "./world.ts";

/** The plugin's own verbs, for one task. @param now RFC 3339; tells a rerun from all others */
export function changeOf(action: Action, task: BatchTask, now: string): Change {
  switch (action) {
    case "rerun":
      return rerunChange(now, undefined);
    case "suspend":
      return taskChange(true);
    case "resume":
      // What was suspended by `suspend --schedule` is resumed by `resume --schedule`.
      return task.spec.suspend !== true && task.spec.runs?.schedule?.suspend === true
        ? scheduleChange(false)
        : taskChange(false);
    case "cancel":
      return CANCEL;
  }
}

const verbOf = (action: Action): "patch" | "delete" => (action === "cancel" ? "delete" : "patch");

/** What can be done to a task: where the right is missing, without a word; where there is nothing to do, with the reason. */
export async function allowances(task: BatchTask, rights: Rights): Promise<Record<Action, Allowance>> {
  const { namespace } = task.metadata;
  const all = ACTIONS.map(async (action): Promise<[Action, Allowance]> => {
    // Where that can't be asked, the API server judges the change itself.
    if (!(await rights.may(verbOf(action), namespace).catch(() => true))) return [action, { allowed: false }];
    const why = changeOf(action, task, "").idle(task);
    return [action, why === undefined ? { allowed: true } : { allowed: false, why }];
  });
  const [rerun, suspend, resume, cancel] = await Promise.all(all);
  const none: Allowance = { allowed: false };
  return {
    rerun: rerun?.[1] ?? none,
    suspend: suspend?.[1] ?? none,
    resume: resume?.[1] ?? none,
    cancel: cancel?.[1] ?? none,
  };
}

/** Does it. Rejects with a Refusal where there is nothing to do, no such task, or another one than was shown. */
export async function act(
  { context, cluster }: World,
  { namespace, name, uid }: TaskName & { uid: string },
  action: Action,
  signal: AbortSignal,
): Promise<Done> {
  const task = await cluster.client.get(BATCHTASKS, { namespace, name }, { signal });
  if (!task) throw noTask({ namespace, name });
  if (task.metadata.uid !== uid)
    throw new Refusal(
      409,
      `${fullName(task)} is another task than the one that was shown`,
      "Look at it again",
    );
  const { did, idle, change } = changeOf(action, task, new Date(context.clock.now()).toISOString());
  const why = idle(task);
  if (why !== undefined) throw new Refusal(409, `${fullName(task)} unchanged: ${why}`);
  await change(cluster, task, { dryRun: false, signal });
  const waits = action === "rerun" && task.spec.suspend === true;
  return {
    message: `${fullName(task)} ${did}${waits ? "; it is suspended: the run starts once it is resumed" : ""}`,
  };
}

export const noTask = ({ namespace, name }: TaskName): Refusal =>
  new Refusal(404, `there is no BatchTask ${name} in namespace ${namespace}`, "It may have been deleted");
