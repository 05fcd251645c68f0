import type { ControllerMetrics, ReconcileOutcome } from "../../kube/metrics.ts";
import { WORK_SECONDS } from "./buckets.ts";
import type { Meter } from "./meter.ts";

/** The operator's controllers: one for tasks, one for what policies say of themselves. */
export type ControllerName = "batchtask" | "policy-status";

export const controllerNames = "`batchtask`, `policy-status`";

const RESULTS = ["success", "requeue_after", "requeue", "error"] as const satisfies ReconcileOutcome[];

/** controller-runtime's metrics. */
export function controllerMetrics(meter: Meter): (controller: ControllerName) => ControllerMetrics {
  const labels = { controller: controllerNames };
  const total = meter.counter({
    name: "controller_runtime_reconcile_total",
    help: "Reconciles, by result: one that met a newer state is a requeue, one that looks again at a set time a requeue_after.",
    labels: { ...labels, result: RESULTS.map((result) => `\`${result}\``).join(", ") },
  });
  const errors = meter.counter({
    name: "controller_runtime_reconcile_errors_total",
    help: "Reconciles that failed.",
    labels,
  });
  const terminal = meter.counter({
    name: "controller_runtime_terminal_reconcile_errors_total",
    help: "Reconciles that failed in a way that no repetition heals.",
    labels,
  });
  const time = meter.histogram({
    name: "controller_runtime_reconcile_time_seconds",
    help: "Length of a reconcile.",
    labels,
    buckets: WORK_SECONDS,
  });
  const active = meter.gauge({
    name: "controller_runtime_active_workers",
    help: "Workers that are busy.",
    labels,
  });
  return (controller) => {
    for (const result of RESULTS) total.inc({ controller, result }, 0);
    for (const counter of [errors, terminal]) counter.inc({ controller }, 0);
    return {
      reconciled: (result, seconds) => {
        total.inc({ controller, result });
        time.observe({ controller }, seconds);
      },
      failed: (isTerminal) => {
        errors.inc({ controller });
        if (isTerminal) terminal.inc({ controller });
      },
      activeWorkers: (workers) => active.set({ controller }, workers),
    };
  };
}
