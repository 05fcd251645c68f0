import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { stripManagedFields } from "../../kube/object.ts";
import type { Detail, GuardrailChange, Row } from "../../ui/model/wire.ts";
import type { TaskName } from "../../ui/server/ports.ts";
import { yamlText } from "../output/objects.ts";
import { readTaskView } from "../task/task-view.ts";
import { nextStep } from "../view/next-step.ts";
import { allowances, noTask } from "./actions.ts";
import { podView } from "./pods.ts";
import type { Rights } from "./rights.ts";
import { sectionsOf } from "./sections.ts";
import type { World } from "./world.ts";

export interface DetailOptions {
  rights: Rights;
  rowOf: (task: BatchTask) => Row;
  signal: AbortSignal;
}

/** All of one task. Rejects with a Refusal where there is none. */
export async function detailOf(
  { cluster }: World,
  { namespace, name }: TaskName,
  { rights, rowOf, signal }: DetailOptions,
): Promise<Detail> {
  const task = await cluster.client.get(BATCHTASKS, { namespace, name }, { signal });
  if (!task) throw noTask({ namespace, name });
  const [view, allowed] = await Promise.all([readTaskView(cluster, task, signal), allowances(task, rights)]);
  const now = new Date(cluster.now()).toISOString();
  const { advice = "", commands } = nextStep(view, now);
  const row = rowOf(task);
  return {
    row,
    yaml: await yamlText(stripManagedFields(structuredClone(task))),
    sections: sectionsOf(view, now),
    guardrails: guardrailsOf(task),
    runs: [...(row.run ? [row.run] : []), ...row.history],
    pods: view.pods.map(podView),
    podsUnread: view.unread.some((what) => what.startsWith("the pods:")),
    next: { text: advice, commands },
    allowed,
  };
}

/** What was changed, and what is refused. Pure. */
export function guardrailsOf({ status }: BatchTask): GuardrailChange[] {
  const changed = (status?.adjustments ?? []).map(
    ({ field, asked, applied, policy, rule, mode }): GuardrailChange => ({
      field,
      ...(asked !== undefined && { before: asked }),
      after: mode === "Warn" ? `(would be ${applied})` : applied,
      policy,
      rule,
    }),
  );
  const refused = (status?.violations ?? []).map(
    ({ field, asked, policy, rule, message, mode }): GuardrailChange => ({
      field,
      ...(asked !== undefined && { before: asked }),
      after: `${mode === "Warn" ? "would be refused" : "refused"}: ${message}`,
      policy,
      rule,
    }),
  );
  return [...refused, ...changed];
}
