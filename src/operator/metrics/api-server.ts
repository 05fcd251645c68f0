import type { TransportMetrics } from "../../kube/metrics.ts";
import { WORK_SECONDS } from "./buckets.ts";
import type { Meter } from "./meter.ts";

const host = "the API server's host and port";
const method = "HTTP method";
const code = "HTTP status; `<error>` where no answer came";

/** client-go's metrics of requests. */
export function apiServerMetrics(meter: Meter): TransportMetrics {
  const requests = meter.counter({
    name: "rest_client_requests_total",
    help: "Requests to the API server, each attempt counted.",
    labels: { code, method, host },
  });
  const duration = meter.histogram({
    name: "rest_client_request_duration_seconds",
    help: "Time until the API server answered; of a watch, until its headers came.",
    labels: { verb: method, host },
    buckets: WORK_SECONDS,
  });
  const retries = meter.counter({
    name: "rest_client_request_retries_total",
    help: "Requests to the API server that were sent once more, by what the attempt before had come to.",
    labels: { code, method, host },
  });
  return {
    request: (labels) => requests.inc(labels),
    duration: ({ method: verb, host }, seconds) => duration.observe({ verb, host }, seconds),
    retry: (labels) => retries.inc(labels),
  };
}
