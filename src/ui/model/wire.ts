/**
 * What server and page say to each other. Times are RFC 3339 strings, as the API has them; `now` is milliseconds since
 * the epoch. Everything is text for the page to show, never HTML.
 */

/** First event of `GET /api/stream`: whose cluster this is. */
export interface Hello {
  /** The kubeconfig's context. */
  context: string;
  /** The cluster's name in the kubeconfig, or its address. */
  cluster: string;
  user?: string;
  /** The namespaces that are shown; null: all. */
  namespaces: string[] | null;
  /** IANA name of the zone that the cluster's times are told in beside the reader's. */
  timeZone: string;
  version: string;
  now: number;
}

/** Part of the whole picture, in chunks; a relist sends it again. */
export interface Rows {
  rows: Row[];
  last: boolean;
}

/** What has changed since. */
export interface Change {
  upserts: Row[];
  /** UIDs. */
  deletes: string[];
  now: number;
}

/** Whether the API server answers. */
export interface State {
  state: "live" | "away";
  message?: string;
}

/** One run, as a bar on the time axis: it waits from created to started, and runs from started to ended, or to now. */
export interface Bar {
  number: number;
  /** How it ended: Succeeded, Failed, Rejected, Unknown, Replaced; none while it goes on. */
  outcome?: string;
  reason?: string;
  /** Why it stands still, though it may have run before: Suspended, or Queued. */
  halted?: string;
  /** The time of the schedule that it is for. */
  scheduled?: string;
  /** When it was recorded. */
  created?: string;
  /** When the Job controller took it up: from then until `started` its pods are about to run. */
  jobStarted?: string;
  started?: string;
  ended?: string;
}

/** What a schedule says. */
export interface RowSchedule {
  cron: string;
  timeZone: string;
  suspended: boolean;
  /** Its next times, three at most. */
  next: string[];
}

/** One BatchTask. */
export interface Row {
  uid: string;
  namespace: string;
  name: string;
  created: string;
  phase: string;
  reason?: string;
  message?: string;
  /** What needs somebody, in a sentence. */
  problem?: string;
  /** Names of the policies that changed something or refused it. */
  policies: string[];
  schedule?: RowSchedule;
  suspended: boolean;
  /** The latest run. */
  run?: Bar;
  /** The runs before it, the last of them first. */
  history: Bar[];
  resourceVersion: string;
}

/** How a span of text is meant. */
export type Tone = "good" | "bad" | "warn" | "muted" | "strong" | "code";

export interface Span {
  text: string;
  tone?: Tone;
}

export interface Section {
  title: string;
  lines: Span[][];
}

/** One value that a guardrail changed or refuses. */
export interface GuardrailChange {
  field: string;
  before?: string;
  after: string;
  policy: string;
  rule: string;
}

export interface ContainerView {
  name: string;
  state: string;
  reason?: string;
  exitCode?: number;
  restarts: number;
}

export interface PodView {
  name: string;
  node?: string;
  phase: string;
  containers: ContainerView[];
}

/** What can be done to a task from the page. */
export const ACTIONS = ["rerun", "suspend", "resume", "cancel"] as const;
export type Action = (typeof ACTIONS)[number];

export interface Allowance {
  allowed: boolean;
  why?: string;
}

/** `GET /api/task/<namespace>/<name>`. */
export interface Detail {
  row: Row;
  yaml: string;
  /** What `explain` says. */
  sections: Section[];
  guardrails: GuardrailChange[];
  runs: Bar[];
  pods: PodView[];
  /** The caller has no right to read pods. */
  podsUnread: boolean;
  next: { text: string; commands: string[] };
  allowed: Record<Action, Allowance>;
}

/** Event `line` of a log. */
export interface LogLine {
  /** Pod and container. */
  source: string;
  text: string;
}

/** Event `end` of a log. */
export interface LogEnd {
  message?: string;
}

/** Answer of an action that was done. */
export interface Done {
  message: string;
}

/** Answer of anything that failed. */
export interface Failed {
  error: { message: string; hint?: string };
}

export interface PolicyView {
  name: string;
  /** Enforce, or Warn. */
  mode: string;
}

/** What a policy does to the tasks of a namespace. */
export interface PolicyCell {
  policy: string;
  namespace: string;
  tasks: number;
  changed: number;
  refused: number;
  examples: { task: string; message: string }[];
}

export interface ExemptionView {
  policy: string;
  /** Which tasks, in words. */
  selector: string;
  until: string;
  reason?: string;
}

export interface RefusalView {
  namespace: string;
  name: string;
  at: string;
  policy?: string;
  message: string;
}

/** `GET /api/policies`. */
export interface Policies {
  policies: PolicyView[];
  cells: PolicyCell[];
  exemptions: ExemptionView[];
  refusals: RefusalView[];
}

/** What starts in one hour. */
export interface Hour {
  from: string;
  /** Of some tasks; `tasks` is how many there are. */
  starts: { uid: string; times: string[] }[];
  tasks: number;
  count: number;
}

export interface ScheduleNote {
  uid: string;
  namespace: string;
  name: string;
  message: string;
}

/** `GET /api/schedules?zone=`. */
export interface Schedules {
  /** The next 24 hours; of the first and the last one a part. */
  hours: Hour[];
  misses: ScheduleNote[];
  /** How many there are of those, and of `skipped`, of which the first ones alone are told. */
  missCount: number;
  skippedCount: number;
  /** Schedules that start nothing: suspended, invalid. */
  skipped: ScheduleNote[];
}
