import type { EventMetrics } from "../../kube/metrics.ts";
import type { Meter } from "./meter.ts";

export function eventMetrics(meter: Meter): EventMetrics {
  const sent = meter.counter({
    name: "batchtask_events_sent_total",
    help: "Events that reached the API server.",
    labels: {},
  });
  const lost = meter.counter({
    name: "batchtask_events_lost_total",
    help: "Events that did not.",
    labels: { reason: "`queue_full`, `failed`" },
  });
  return { sent: () => sent.inc(), lost: (reason) => lost.inc({ reason }) };
}
