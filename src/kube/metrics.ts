/**
 * Hooks that report what happens; prom-client or anything else can be behind them. None may throw. No hook gets
 * an object's name: as a label it would make a new time series for every object.
 */

/** client-go's `rest_client_*`. */
export interface TransportMetrics {
  /** `rest_client_requests_total{code,method,host}`: once per attempt. `code` is the HTTP status, or "<error>". */
  request?(labels: { code: string; method: string; host: string }): void;
  /** `rest_client_request_duration_seconds{verb,host}`: until the answer's headers. */
  duration?(labels: { method: string; host: string }, seconds: number): void;
  /** `rest_client_request_retries_total{code,method,host}`. */
  retry?(labels: { code: string; method: string; host: string }): void;
}

/** client-go's `workqueue_*{name}`. Its two gauges of unfinished work are methods of the queue, to be read at a scrape. */
export interface QueueMetrics {
  /** `workqueue_depth`: keys that wait for a worker. */
  depth?(keys: number): void;
  /** `workqueue_adds_total`. */
  added?(): void;
  /** `workqueue_queue_duration_seconds`: from add to get. */
  queueDuration?(seconds: number): void;
  /** `workqueue_work_duration_seconds`: from get to done. */
  workDuration?(seconds: number): void;
  /** `workqueue_retries_total`: delayed adds. */
  retried?(): void;
}

export type ReconcileOutcome = "success" | "requeue_after" | "requeue" | "error";

/** controller-runtime's `controller_runtime_*{controller}`. */
export interface ControllerMetrics {
  /** `controller_runtime_reconcile_total{result}` and `…_reconcile_time_seconds`. "requeue" is a conflict. */
  reconciled?(result: ReconcileOutcome, seconds: number): void;
  /** `controller_runtime_reconcile_errors_total`; terminal ones also count in `…_terminal_reconcile_errors_total`. */
  failed?(terminal: boolean): void;
  /** `controller_runtime_active_workers`. */
  activeWorkers?(workers: number): void;
}

export interface ReflectorMetrics {
  /** A full read of the resource has been taken over (`how` says by which way), with its size. */
  synced?(how: "watchlist" | "list", objects: number): void;
  /** A watch request was made. */
  watchStarted?(): void;
  /** A list or watch ended by an error; `reason` is the Status' reason or the transport's code. */
  failed?(reason: string): void;
  /** A watch event was taken (bookmarks, too). */
  event?(type: string): void;
}

export interface StoreMetrics {
  /** An own write was seen before the watch brought it: until then a reader would have met an older state. */
  ownWriteSeen?(): void;
}

export interface EventMetrics {
  /** An event reached the API server, as a new object or as one more of a series. */
  sent?(): void;
  /** An event is lost: the queue was full, or the API server refused it. */
  lost?(reason: "queue_full" | "failed"): void;
}

/** client-go's `leader_election_*{name}`. */
export interface ElectionMetrics {
  /** `leader_election_master_status`: 1 while this process leads. */
  leading?(leads: boolean): void;
  /** `leader_election_slowpath_total`: a renewal found the lease changed by others. */
  slowPath?(): void;
}
