import type { Position } from "../input/position.ts";

/** A note tells what something means, and is nothing to complain of. */
export type Severity = "error" | "warning" | "note";

/** One thing that lint has to say. */
export interface Finding extends Position {
  file: string;
  severity: Severity;
  /** Its kind: see RULES. */
  rule: string;
  /** Path of the field in the object; empty: the object or the file as a whole. */
  field: string;
  /** Kind/name; empty where there is no object. */
  object: string;
  /** One sentence: field, value, bound and fix. */
  message: string;
}

/** A finding without its place. */
export type Remark = Pick<Finding, "severity" | "rule" | "field" | "message">;

/** What is found apart from the guardrails, which have rules of their own names. */
export const RULES: Readonly<Record<string, string>> = {
  syntax: "The file is not YAML or JSON that kubectl can read.",
  schema: "A value is not of the type, form or range that its field takes, or a field is missing.",
  null: "A key has no value, so it is as if it were not there.",
  "unknown-field": "There is no such field, so it would have no effect.",
  combination: "Fields contradict each other; the API server refuses them.",
  form: "A Job with this value is refused.",
  "duplicate-key": "A key is there twice; kubectl takes the last one.",
  name: "The object has no usable name.",
  "number-form": "kubectl reads the number otherwise than it looks.",
  misplaced: "The field does something else here than in the place where it is mostly meant.",
  hook: "Helm or Argo CD runs the object as a hook, and does not wait for it as for a Job.",
  "job-name": "Something asks for a Job or a pod by the task's name, and they have names of their own.",
  exemption: "An exemption that the task has from a policy's rules ends within seven days.",
  freeze: "A freeze of a policy can't be read, so that it holds nothing up.",
  schedule: "What a schedule means, why it can't be read, or what about it is hardly meant so.",
  conflict: "Two policies can't both be kept.",
};

/** What lint has to say of some files. */
export interface Report {
  findings: Finding[];
  /** BatchTasks and BatchTaskPolicies that were read. */
  checked: number;
  /** Objects of other kinds. */
  others: number;
  /** Those of them that could become BatchTasks: Jobs and CronJobs. */
  convertible: number;
}

/** By file in the order they were read, then by place. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const files = [...new Set(findings.map(({ file }) => file))];
  const place = ({ file, line, column }: Finding) => [files.indexOf(file), line, column] as const;
  return findings.toSorted((a, b) => {
    const [left, right] = [place(a), place(b)];
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
  });
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
