import type { Pod } from "../../api/job.ts";
import { isSidecar } from "../../status/failure/ends.ts";
import { type ContainerStatus, containerStatuses } from "../../status/failure/evidence.ts";
import { type Column, table } from "../output/table.ts";
import { ageOf } from "./lifecycle.ts";
import { indented, inner, type Page, title } from "./page.ts";

/**
 * The containers of the newest pod that has not succeeded, else of the newest one: what each is at, and how it last
 * ended. Nothing where no node has taken the pod yet. Pure.
 */
export function containersOfOne(pods: readonly Pod[], page: Page): string {
  const pod = newest(pods.filter(({ status }) => status?.phase !== "Succeeded")) ?? newest(pods);
  if (!pod?.status?.containerStatuses?.length) return "";
  const text = table(columns(pod, page), containerStatuses(pod), { columns: inner(page) });
  return title(`Containers of ${pod.metadata?.name}`, page) + indented(text);
}

const born = ({ metadata }: Pod): string => metadata?.creationTimestamp ?? "";

function newest(pods: readonly Pod[]): Pod | undefined {
  return pods.reduce<Pod | undefined>(
    (last, pod) => (last && born(last) >= born(pod) ? last : pod),
    undefined,
  );
}

function columns(pod: Pod, { now, style }: Page): Column<ContainerStatus>[] {
  return [
    { title: "CONTAINER", value: ({ name }) => name + kindOf(pod, name), elastic: "middle" },
    {
      title: "STATE",
      value: ({ state }) => stateOf(state, now),
      paint: (text, { state }) => (isBad(state) ? style.bad(text) : text),
    },
    { title: "RESTARTS", value: ({ restartCount }) => String(restartCount) },
    { title: "LAST END", value: (status) => lastEnd(status, now), elastic: "end" },
  ];
}

function kindOf(pod: Pod, name: string): string {
  if (isSidecar(pod, name)) return " (sidecar)";
  return pod.spec?.initContainers?.some((one) => one.name === name) ? " (init)" : "";
}

type State = ContainerStatus["state"];

/** As `kubectl describe pod` has it: describeStatus in kubectl's pkg/describe/describe.go. */
function stateOf(state: State, now: string): string {
  const { running, waiting, terminated } = state ?? {};
  if (running)
    return isKnown(running.startedAt) ? `Running since ${ageOf(running.startedAt, now)}` : "Running";
  if (terminated) return withReason("Terminated", terminated.reason);
  return withReason("Waiting", waiting?.reason);
}

const withReason = (state: string, reason: string | undefined): string =>
  reason ? `${state}: ${reason}` : state;

const isBad = (state: State): boolean => state?.terminated !== undefined && state.terminated.exitCode !== 0;

/** Reasons that the exit code alone tells. */
const PLAIN: ReadonlySet<string> = new Set(["", "Completed", "Error"]);

function lastEnd({ state, lastState }: ContainerStatus, now: string): string {
  const end = state?.terminated ?? lastState?.terminated;
  if (!end) return "";
  const { exitCode, reason = "", finishedAt } = end;
  const ago = isKnown(finishedAt) ? `, ${ageOf(finishedAt, now)} ago` : "";
  return `exit code ${exitCode}${PLAIN.has(reason) ? "" : ` (${reason})`}${ago}`;
}

/** A time that Kubernetes does not know is null on the wire, or that of the year 1. */
const isKnown = (time: string | undefined): boolean => Date.parse(time ?? "") > 0;
