/** A column of `kubectl get batchtasks`; priority 1 only with `-o wide`. */
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
    name: "Message",
    type: "string",
    jsonPath: ready("message"),
    description: "The reason in a sentence.",
    priority: 1,
  },
];
