import type { BatchTask } from "../../api/batchtask.ts";
import { RUN_LABEL } from "../../api/group.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import type { Adjustment, BatchTaskStatus, Violation } from "../../api/status.ts";
import { type FilledIn, filledInOf } from "../../status/filled-in.ts";
import type { Job } from "../../api/job.ts";
import type { Owners } from "../task/owners.ts";
import { oneLine } from "../output/one-line.ts";
import type { Style } from "../output/style.ts";
import { wrap } from "../output/wrap.ts";
import { readyOrUnseen } from "./lifecycle.ts";
import { podStatus } from "./pod-status.ts";
import { phasePaint } from "./tasks.ts";

/** Wrapped to this where there is no terminal. */
const WIDTH = 100;
const INDENT = 3;

/** The way from a pod or a Job back to its task, and the policies that the task is under. Pure. */
export function traceText(
  lineage: Owners,
  { style, width = WIDTH }: { style: Style; width: number | undefined },
): string {
  const { pod, job } = lineage;
  const steps = [
    pod && `Pod ${style.strong(pod.metadata?.name ?? "")}: ${oneLine(podStatus(pod))}`,
    job && `Job ${style.strong(job.metadata?.name ?? "")}: ${runOf(job, lineage.task.status)}`,
    taskStep(lineage.task, style),
  ].filter((step) => step !== undefined);
  const lines = steps.flatMap((step, depth) => branch(step, depth, width));
  return [...lines, ...policyLines(lineage, steps.length, width)].map((line) => `${line}\n`).join("");
}

function taskStep(task: BatchTask, style: Style): string {
  const { metadata, status } = task;
  const { reason, message } = readyOrUnseen(task);
  const phase = phasePaint(style, status)(status?.phase ?? "not seen yet");
  const name = style.strong(`${metadata.namespace}/${metadata.name}`);
  const why = reason === "" || reason === status?.phase ? "" : `, ${reason}`;
  return `BatchTask ${name}: ${phase}${oneLine(`${why}: ${message}`)}`;
}

function branch(text: string, depth: number, width: number): string[] {
  const start = " ".repeat(INDENT * Math.max(0, depth - 1)) + (depth === 0 ? "" : "└─ ");
  const wrapped = wrap(text, Math.max(20, width - start.length));
  return wrapped.map((line, at) => (at === 0 ? start : " ".repeat(start.length)) + line);
}

function runOf({ metadata, status }: Job, of: BatchTaskStatus | undefined): string {
  const { name, labels = {} } = metadata ?? {};
  const latest = of?.run?.jobName === name ? "" : ", not the latest";
  const end = status?.conditions?.find((one) => ENDS.has(one.type) && one.status === "True");
  return oneLine(`run ${labels[RUN_LABEL] ?? "?"}${latest}, ${end ? endOf(end) : "not ended"}`);
}

const ENDS: ReadonlySet<string> = new Set(["Complete", "Failed"]);
const endOf = ({ type, reason }: { type: string; reason?: string }): string =>
  reason ? `${type}, ${reason}` : type;

/** Each policy, and below it what it changed or refused. */
function policyLines({ task, policies }: Owners, depth: number, width: number): string[] {
  const { adjustments: changed = [], violations = [] } = task.status ?? {};
  const adjustments: Change[] = [...changed, ...filledInOf(task)];
  const known = new Map(policies?.map((policy) => [policy.metadata.name, policy]));
  const named = [...adjustments, ...violations].map(({ policy }) => policy);
  const names = [...new Set([...known.keys(), ...named])].toSorted();
  const lines = names.flatMap((name) => {
    const did = [
      ...adjustments.filter(({ policy }) => policy === name).map(changeOf),
      ...violations.filter(({ policy }) => policy === name).map(refusalOf),
    ];
    const nothing = did.length === 0 ? ": changed nothing" : "";
    const head = `Policy ${oneLine(name)}${about(name, known.get(name), policies !== undefined)}${nothing}`;
    const indent = " ".repeat(INDENT * (depth + 1));
    const below = did.flatMap((text) => wrap(oneLine(text), Math.max(20, width - indent.length)));
    return [...branch(head, depth, width), ...below.map((line) => indent + line)];
  });
  if (policies) return lines;
  return [...lines, ...branch("(no right to read the policies that hold here now)", depth, width)];
}

function refusalOf({ message, mode }: Violation): string {
  return `${mode === "Warn" ? "would refuse" : "refuses"}: ${message}`;
}

function about(name: string, policy: BatchTaskPolicy | undefined, areKnown: boolean): string {
  if (name === "baseline") return " (built in)";
  if (policy) return ` (${policy.spec.mode ?? "Enforce"})`;
  return areKnown ? " (does not hold here any more)" : "";
}

type Change = FilledIn & Pick<Adjustment, "asked" | "mode">;

function changeOf({ field, asked, applied, mode }: Change): string {
  return `${field}: ${asked ?? "nothing"} asked, ${applied} ${mode === "Warn" ? "would be applied" : "applied"}`;
}
