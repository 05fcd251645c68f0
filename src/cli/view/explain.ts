import type { KubeEvent } from "../../api/job.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import { type FilledIn, filledInOf } from "../../status/filled-in.ts";
import type { HistoryEntry } from "../../api/history.ts";
import { endReasonOf } from "../../api/condition.ts";
import { reasonNamed } from "../../api/reasons.ts";
import type { Adjustment, Phase, Violation } from "../../api/status.ts";
import { DEFAULT_TIME_ZONE } from "../../cron/time-zone.ts";
import { overridesText } from "../../job/overrides.ts";
import { unrefused } from "../../guardrails/refused.ts";
import { LAST_FAILURE } from "../../status/failure/last-failure.ts";
import { type TaskView, timeOf } from "../task/task-view.ts";
import { type Column, table } from "../output/table.ts";
import { oneLine } from "../output/one-line.ts";
import { unbroken, wrap } from "../output/wrap.ts";
import { zonedText } from "../schedule/zoned.ts";
import { containersOfOne } from "./containers.ts";
import { ageOf, durationOf, isLate, readyOrUnseen } from "./lifecycle.ts";
import { nextStep } from "./next-step.ts";
import { podColumns } from "./pods.ts";
import { field, indented, inner, item, type Page, title, WIDTH } from "./page.ts";
import { scheduleText } from "./schedule.ts";
import { phasePaint } from "./tasks.ts";
import { why } from "./why.ts";

const MOST_PODS = 10;
const MOST_EVENTS = 8;
/** The one screen: what a task is doing, what the guardrails changed, why it failed, and what to do now. Pure. */
export function explainText(view: TaskView, page: Page): string {
  return explainSections(view, page).join("\n");
}

/** The same, section by section; each begins with its title, strong. Pure. */
export function explainSections(view: TaskView, page: Page): string[] {
  const sections = [
    head(view, page),
    why(view, page),
    scheduleText(view, page),
    refusals(view.task, page),
    adjustments(view.task, page),
    exemptions(view.task, page),
    pods(view, page),
    containersOfOne(view.pods, page),
    events(view.events, page),
    history(view.task, page),
    unread(view, page),
    next(view, page),
  ];
  return sections.filter((section) => section !== "");
}

function head(view: TaskView, page: Page): string {
  const { task, behind } = view;
  const { style, now } = page;
  const { metadata, status } = task;
  const { phase, run } = status ?? {};
  const title = [style.strong(metadata.name), phasePaint(style, status)(phase ?? "not seen yet")];
  const about = run
    ? [
        field("Run", runText(task, now), page),
        field("With", run.overrides && overridesText(run.overrides), page),
        field("Job", jobText(view), page),
        field("Pods", countsOf(task), page),
      ]
    : [];
  return [
    `${title.join("  ")}\n`,
    field("Namespace", metadata.namespace, page),
    field("State", stateOf(task), page),
    field("Behind", behind, page),
    ...about,
  ].join("");
}

function jobText({ task, job }: TaskView): string {
  const { phase, run } = task.status ?? {};
  if (phase === "Rejected" || run?.outcome === "Rejected") return "none: the run was refused";
  return `${run?.jobName}${job ? "" : " (not there)"}`;
}

function stateOf(task: BatchTask): string {
  const { reason, message: whole } = readyOrUnseen(task);
  const { phase, violations = [] } = task.status ?? {};
  // What is told below, with its whereabouts, is left out here.
  const [message = ""] = whole.split(LAST_FAILURE);
  if (isToldBelow(task, message)) return howEnded(task, reason) + limitOf(task);
  if (violations.some((told) => message.includes(told.message))) return reason;
  return reason === "" || reason === phase ? message : `${reason}: ${message}`;
}

/** Of a run that is still ending, the message says how it ends. */
function isToldBelow({ status }: BatchTask, message: string): boolean {
  const { failure, phase } = status ?? {};
  return phase !== "Finishing" && failure !== undefined && message.includes(failure.message);
}

/** The cause in a word, and how the run ended for it. */
function howEnded({ status }: BatchTask, reason: string): string {
  const ended = endReasonOf(status);
  return ended === undefined || ended === reason ? meaningOf(reason) : `${reason}; ${meaningOf(ended)}`;
}

/** With what the reason means, where that is not what is told below. */
function meaningOf(reason: string): string {
  const known = reasonNamed(reason);
  return known?.type === "Warning" ? `${reason}: ${known.meaning}` : reason;
}

/** The value that a run has come up against. */
function limitOf(task: BatchTask): string {
  const { activeDeadlineSeconds } = task.status?.effective ?? {};
  return isLate(task) && activeDeadlineSeconds !== undefined ? ` Here it is ${activeDeadlineSeconds} s.` : "";
}

function countsOf({ status }: BatchTask): string {
  const { completions, active, failed } = status ?? {};
  const counts = [
    completions && `${completions} succeeded`,
    active && `${active} active`,
    failed && `${failed} failed`,
  ];
  return counts.filter(Boolean).join(", ");
}

const TRIGGERS = {
  Created: "the task was created",
  SpecChanged: "the task was edited",
  Rerun: "a rerun was asked for",
  PolicyChanged: "a policy changed",
  Scheduled: "a time of its schedule came",
};

function runText(task: BatchTask, now: string): string {
  const { run, phase } = task.status ?? {};
  if (!run) return "";
  const { number, trigger, startTime, completionTime, scheduleTime } = run;
  const began = startTime === undefined ? "not started yet" : `started ${ageOf(startTime, now)} ago`;
  const took = durationOf(task, now);
  const goes = phase === "Queued" ? "and waits again" : `running for ${took}`;
  const length = took === "" ? "" : `, ${completionTime === undefined ? goes : `took ${took}`}`;
  const outcome = run.outcome === undefined ? "" : `, ${run.outcome.toLowerCase()}`;
  return `${number} (${TRIGGERS[trigger]}${timeText(task, scheduleTime)}), ${began}${length}${outcome}`;
}

/** For which time of the schedule a run is. */
function timeText({ spec }: BatchTask, scheduleTime: string | undefined): string {
  if (scheduleTime === undefined) return "";
  return `: ${zonedText(scheduleTime, spec.runs?.schedule?.timeZone ?? DEFAULT_TIME_ZONE)}`;
}

function refusals({ status }: BatchTask, page: Page): string {
  const lines = (status?.violations ?? []).map(({ message, policy, mode }) =>
    item(`${policy} ${mode === "Warn" ? "would refuse" : "refuses"}: ${message}`, page),
  );
  return lines.length === 0 ? "" : title("What the policies refuse", page) + lines.join("");
}

/** What was asked for and is not so, one by one; what nobody asked for is filled in, and told in few words. */
function adjustments(task: BatchTask, page: Page): string {
  const { status } = task;
  const all = unrefused(status?.adjustments, refusedNow(status));
  const filled = [...filledInOf(task), ...all.filter(({ asked }) => asked === undefined)];
  if (all.length + filled.length === 0) return "";
  const columns: Column<Adjustment>[] = [
    { title: "FIELD", value: ({ field }) => shortField(field), elastic: "start" },
    { title: "ASKED", value: ({ asked = "" }) => asked },
    {
      title: "APPLIED",
      value: ({ applied, mode }) => (mode === "Warn" ? `(would be ${applied})` : applied),
    },
    { title: "POLICY", value: ({ policy }) => policy },
  ];
  const changed = all.filter(({ asked }) => asked !== undefined);
  const text = changed.length === 0 ? "" : table(columns, changed, { columns: inner(page) });
  return title("What the guardrails changed", page) + indented(text) + filledIn(filled, page);
}

function exemptions({ status }: BatchTask, page: Page): string {
  const lines = (status?.exemptions ?? []).map(({ policy, rules, until, reason }) =>
    item(`${policy} exempts it from ${rules.join(", ")} until ${until}: ${reason}`, page),
  );
  return lines.length === 0 ? "" : title("From what it is exempt", page) + lines.join("");
}

/** What is refused of a task whose run goes on, or has ended, was refused too late: its Job has the clamped value. */
function refusedNow(status: BatchTask["status"]): Violation[] | undefined {
  return status?.violations?.filter(({ mode }) => mode === "Warn" || isAtRest(status.phase));
}

const isAtRest = (phase: Phase | undefined): boolean => phase === "Rejected" || phase === "Scheduled";

function filledIn(filled: readonly (FilledIn & Pick<Adjustment, "mode">)[], page: Page): string {
  const bySource = Map.groupBy(
    filled,
    ({ policy, mode }) => `${policy} ${mode === "Warn" ? "would fill" : "filled"} in`,
  );
  return [...bySource]
    .map(([source, own]) => {
      const values = own.map(({ field, applied }) => unbroken(`${shortField(field)} ${applied}`));
      return item(`${source}: ${values.join(", ")}`, page);
    })
    .join("");
}

/** The container and the field: the way to it is the same for all. */
const shortField = (field: string): string =>
  field.replace(/^template\.spec\.(?:initC|c)ontainers\[([^\]]*)\]\.(?:resources\.)?/, "$1 ");

function pods({ pods, task }: TaskView, page: Page): string {
  if (pods.length === 0) return "";
  const unwell = pods.filter(({ status }) => status?.phase !== "Succeeded");
  const shown = [...unwell, ...pods.filter((pod) => !unwell.includes(pod))].slice(0, MOST_PODS);
  const more = pods.length - shown.length;
  const { name, namespace } = task.metadata;
  const rest =
    more > 0 ? `… and ${more} more: kubectl get pods -n ${namespace} -l batchtask.dev/name=${name}\n` : "";
  return title("Pods", page) + indented(table(podColumns(page.now), shown, { columns: inner(page) }) + rest);
}

function events(all: readonly KubeEvent[], page: Page): string {
  // Of a pod that begins well Kubernetes tells much, and nothing that anybody asks for.
  const telling = all.filter(
    ({ type, involvedObject }) => type === "Warning" || involvedObject.kind !== "Pod",
  );
  if (telling.length === 0) return "";
  const { style, now } = page;
  const columns: Column<KubeEvent>[] = [
    { title: "AGE", value: (event) => ageOf(timeOf(event), now) },
    { title: "OF", value: ({ involvedObject: { kind = "" } }) => kind },
    {
      title: "REASON",
      value: ({ reason = "" }) => reason,
      paint: (text, { type }) => (type === "Warning" ? style.warning(text) : text),
    },
    { title: "MESSAGE", value: ({ message = "" }) => message, elastic: "end" },
  ];
  const text = table(columns, telling.slice(-MOST_EVENTS), { columns: inner(page) });
  return title("Last events", page) + indented(text);
}

const WITH: Column<HistoryEntry> = {
  title: "WITH",
  value: ({ overrides = "" }) => overrides,
  elastic: "end",
};

/** The time of the schedule that a run was for. */
const timeColumn = (timeZone: string): Column<HistoryEntry> => ({
  title: "FOR",
  value: ({ scheduleTime }) => (scheduleTime === undefined ? "" : zonedText(scheduleTime, timeZone)),
});

function history({ status, spec }: BatchTask, page: Page): string {
  const earlier = (status?.history ?? []).filter(({ number }) => number !== status?.run?.number);
  if (earlier.length === 0) return "";
  const columns: Column<HistoryEntry>[] = [
    { title: "RUN", value: ({ number }) => String(number) },
    { title: "OUTCOME", value: ({ outcome }) => outcome },
    { title: "REASON", value: ({ reason }) => reason, elastic: "end" },
    { title: "DURATION", value: ({ duration }) => duration ?? "" },
    { title: "ENDED", value: ({ completionTime }) => `${ageOf(completionTime, page.now)} ago` },
    ...(earlier.some(({ scheduleTime }) => scheduleTime)
      ? [timeColumn(spec.runs?.schedule?.timeZone ?? DEFAULT_TIME_ZONE)]
      : []),
    ...(earlier.some(({ overrides }) => overrides) ? [WITH] : []),
  ];
  return title("Earlier runs", page) + indented(table(columns, earlier, { columns: inner(page) }));
}

function unread({ unread }: TaskView, page: Page): string {
  if (unread.length === 0) return "";
  return title("Not shown", page) + unread.map((text) => field("no right", text, page)).join("");
}

function next(view: TaskView, page: Page): string {
  const { advice, commands } = nextStep(view, page.now);
  const lines = [...(advice === undefined ? [] : wrap(advice, (page.width ?? WIDTH) - 2)), ...commands];
  return lines.length === 0 ? "" : title("Next", page) + lines.map((line) => `  ${oneLine(line)}\n`).join("");
}
