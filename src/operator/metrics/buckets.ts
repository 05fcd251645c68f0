/** Seconds that the work of the operator itself takes. */
export const WORK_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Seconds between times that the API server writes down, which are whole ones: finer bounds would tell nothing. */
export const LATENCY_SECONDS = [0.5, 1, 1.5, 2, 3, 5, 10, 30, 60, 300, 1800, 7200];

/** Seconds from a time of a schedule on: whole ones, up to a day. */
export const LATENESS_SECONDS = [0.5, 1, 1.5, 2, 3, 5, 10, 30, 60, 300, 3600, 21_600, 86_400];
