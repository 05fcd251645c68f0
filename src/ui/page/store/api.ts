import type { Action, Detail, Done, Failed, Policies, Row, Schedules } from "../../model/wire.ts";

/** An answer that says why something can't be had, and what helps. */
export class ApiError extends Error {
  readonly hint: string | undefined;
  readonly status: number;

  constructor(status: number, message: string, hint?: string) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

const taskPath = (namespace: string, name: string): string =>
  `api/task/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;

export const getTask = (namespace: string, name: string, signal: AbortSignal): Promise<Detail> =>
  ask(taskPath(namespace, name), { signal });

export const getPolicies = (signal: AbortSignal): Promise<Policies> => ask("api/policies", { signal });

export const getSchedules = (zone: string, signal: AbortSignal): Promise<Schedules> =>
  ask(`api/schedules?zone=${encodeURIComponent(zone)}`, { signal });

/** Does something to the very task that is shown, and to no other one that has come to its name since. */
export const act = ({ namespace, name, uid }: Row, action: Action): Promise<Done> =>
  ask(`${taskPath(namespace, name)}/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ confirmed: true, uid }),
  });

/** Address of the log's stream of events. */
export const logPath = (namespace: string, name: string, query: { pod: string; container: string }): string =>
  `${taskPath(namespace, name)}/log?${new URLSearchParams(query).toString()}`;

async function ask<T>(path: string, options: RequestInit): Promise<T> {
  const response = await fetch(path, options).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, "kubectl batchtask ui does not answer", "Start it again in your terminal");
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page's own server, of the same version
    return body as T;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an answer of another kind has no error
  const error = (body as Partial<Failed> | undefined)?.error;
  throw new ApiError(response.status, error?.message ?? `HTTP ${response.status}`, error?.hint);
}
