import type { Comparison, Evidence, Violation } from "../run/evidence.ts";
import { eachTimeOnce } from "./each-time-once.ts";
import { endState } from "./end-state.ts";
import { foreignObjects } from "./foreign-objects.ts";
import { liveOwner } from "./live-owner.ts";
import { objectCounts } from "./object-counts.ts";
import { observedGeneration } from "./observed-generation.ts";
import { oneLeader } from "./one-leader.ts";
import { oneJobPerRun } from "./one-job-per-run.ts";
import { ownWritesSeen } from "./own-writes-seen.ts";
import { processHealth } from "./process-health.ts";
import { progress } from "./progress.ts";
import { quiet } from "./quiet.ts";
import { stickyTerminal } from "./sticky-terminal.ts";
import { struck } from "./struck.ts";

type Oracle = (evidence: Evidence, base: Evidence, comparison: Comparison) => string[];

const ORACLES: Readonly<Record<string, Oracle>> = {
  struck,
  progress,
  "end-state": endState,
  "object-counts": objectCounts,
  "one-job-per-run": oneJobPerRun,
  "each-time-once": eachTimeOnce,
  "one-leader": oneLeader,
  "live-owner": liveOwner,
  "foreign-objects": foreignObjects,
  "own-writes-seen": ownWritesSeen,
  "sticky-terminal": stickyTerminal,
  "observed-generation": observedGeneration,
  quiet,
  "process-health": processHealth,
};

/** What every oracle has to say of a run. */
export function judge(evidence: Evidence, base: Evidence, comparison: Comparison): Violation[] {
  return Object.entries(ORACLES).flatMap(([oracle, ask]) =>
    ask(evidence, base, comparison).map((what) => ({ oracle, what })),
  );
}
