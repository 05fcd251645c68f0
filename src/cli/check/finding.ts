/** What one check found. */
export interface Finding {
  check: string;
  /** unknown: one has no right to look. */
  level: "ok" | "warning" | "failed" | "unknown";
  message: string;
  /** What to do about it. */
  next?: string;
}

/** What was found, before it is said of what. */
export type Found = Omit<Finding, "check">;
