import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { BatchTaskStatus } from "../../api/status.ts";
import type { Evidence } from "../../status/failure/evidence.ts";
import type { Problem } from "../../status/problem.ts";
import type { SchedulePlan } from "../../schedule/plan.ts";
import type { Vital } from "./diagnosis/vitals.ts";

/** What the next look depends on. */
export interface Outlook {
  status: BatchTaskStatus;
  guarded: BatchTaskSpec;
  job?: Job | undefined;
  problem?: Problem | undefined;
  evidence?: Evidence | undefined;
  vital?: Vital | undefined;
  schedule?: SchedulePlan | undefined;
  /** Milliseconds since the epoch. */
  now: number;
}
