import { ApiError, TransportError } from "../errors.ts";

/** Servers without WatchList refuse its parameters. */
export const isRefusedWatchList = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 400 || error.status === 422);

/** The version is too old, or (after a restore) from the future: measured, such a watch is 200 and never sends a byte. */
export const needsRelist = (error: unknown): boolean =>
  (error instanceof ApiError && error.status === 410) ||
  (error instanceof TransportError && error.code === "WATCH_SILENT");

/** Part of a watch's life: no reason to alarm anybody. */
export const isRoutine = (error: unknown): boolean => error instanceof ApiError && error.status === 410;

export const watchFailed = (code: string, message: string): TransportError =>
  new TransportError(message, { code, maybeSent: true });

/** The word for it in metrics. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiError) return error.reason;
  return error instanceof TransportError ? error.code : "Unknown";
}
