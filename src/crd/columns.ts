/** A column of `kubectl get`; priority 1 only with `-o wide`. */
export interface Column {
  name: string;
  type: "string" | "integer" | "date";
  jsonPath: string;
  description: string;
  priority?: 1;
}

const ready = (field: string): string => `.status.conditions[?(@.type=="Ready")].${field}`;

/** As `kubectl get jobs` shows them (Status, Completions, Duration, Age), and why it is so. */
export const COLUMNS: readonly Column[] = [
  { name: "Phase", type: "string", jsonPath: ".status.phase", description: "Where the task is." },
  {
    name: "Completions",
    type: "string",
    jsonPath: ".status.completions",
    description: "Succeeded of wanted pods.",
  },
  { name: "Duration", type: "string", jsonPath: ".status.duration", description: "How long the run took." },
  { name: "Reason", type: "string", jsonPath: ready("reason"), description: "Why Ready is as it is." },
  {
    name: "Last run",
    type: "date",
    jsonPath: ".status.run['completionTime','lastCompletionTime']",
    description: "Since the end of the last run that has ended.",
  },
  { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp", description: "Since its creation." },
  {
    name: "Run",
    type: "integer",
    jsonPath: ".status.run.number",
    description: "Number of the run.",
    priority: 1,
  },
  {
    name: "Job",
    type: "string",
    jsonPath: ".status.run.jobName",
    description: "Job of the run.",
    priority: 1,
  },
  {
    name: "Ended",
    type: "string",
    jsonPath: `.status.conditions[?(@.type=="Finished")].reason`,
    description: "How the run ended.",
    priority: 1,
  },
  {
    name: "Schedule",
    type: "string",
    jsonPath: ".status.schedule.expression",
    description: "Cron and time zone of its schedule.",
    priority: 1,
  },
  {
    name: "Next",
    type: "string",
    jsonPath: ".status.schedule.nextStartTime",
    description: "When the next run starts, in UTC.",
    priority: 1,
  },
  {
    name: "Message",
    type: "string",
    jsonPath: ready("message"),
    description: "The reason in a sentence.",
    priority: 1,
  },
];

const count = (field: string): string => `.status.${field}`;

/** Columns of `kubectl get batchtaskpolicies`. */
export const POLICY_COLUMNS: readonly Column[] = [
  { name: "Mode", type: "string", jsonPath: ".spec.mode", description: "Enforce, or Warn: a rehearsal." },
  { name: "Tasks", type: "integer", jsonPath: count("matched"), description: "Tasks that it holds for." },
  { name: "Adjusted", type: "integer", jsonPath: count("adjusted"), description: "Tasks that it changed." },
  { name: "Rejected", type: "integer", jsonPath: count("rejected"), description: "Tasks that it refuses." },
  { name: "Reason", type: "string", jsonPath: ready("reason"), description: "Why Ready is as it is." },
  { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp", description: "Since its creation." },
  {
    name: "Namespaces",
    type: "integer",
    jsonPath: count("namespaces"),
    description: "Namespaces that it holds in.",
    priority: 1,
  },
  {
    name: "Message",
    type: "string",
    jsonPath: ready("message"),
    description: "The reason in a sentence.",
    priority: 1,
  },
];
