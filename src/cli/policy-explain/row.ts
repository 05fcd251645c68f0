/** One thing that holds in a namespace. */
export interface Held {
  /** The rule, with the name of the resource where it has one. */
  rule: string;
  bound: string;
  value: string;
  policy: string;
  /** What becomes of a task, Job or CronJob beyond it; empty for what is filled in, and what is warned of. */
  otherwise: "Clamp" | "Reject" | "Queue" | "";
  /** Warn: it is only reported. */
  mode: "Enforce" | "Warn";
  /** Of a freeze that is on: its end. RFC 3339. */
  until?: string;
  /** Of a freeze: when it begins again. RFC 3339. */
  next?: string;
}
