import type { Client } from "../client.ts";
import type { Clock } from "../clock.ts";
import { ApiError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Reflector } from "./reflector.ts";
import { type Resource, resourceName } from "../resource.ts";

export interface OptionalOptions {
  resource: Resource;
  client: Pick<Client, "list" | "raw">;
  clock: Clock;
  log: Logger;
  /** Whether the operator works without the right to read it. A missing resource type is always fine. */
  forbiddenIsFine: boolean;
  /** What holds while it can't be read. */
  instead: string;
}

/** A reflector that nothing waits for where its resource can't be had. */
export interface OptionalReflector extends Reflector {
  /** The resource can't be read here, and something else holds instead. It may still come. */
  readonly unavailable: boolean;
}

const PROBE_MS = 1_000;
/** Where the API server doesn't tell whether it is ready, its 403 counts once it has said nothing else for so long. */
const UNSURE_MS = 5_000;

/**
 * Makes a reflector one that the operator can do without. Only the API server's own word counts, that
 * there is no such resource or no right to it: any other failure is waited for, since to go on without
 * the policies would be to go round them. One that has just started answers 403 to everybody until it has loaded
 * the rights, and is ready after that.
 */
export function optional(inner: Reflector, options: OptionalOptions): OptionalReflector {
  const { resource, client, clock, log, forbiddenIsFine, instead } = options;
  let missing = false;

  /** Monotonic time since which nothing but 403 was answered. */
  let forbiddenSince: number | undefined;

  async function isMissing(signal: AbortSignal): Promise<boolean> {
    const refused = await refusal(signal);
    if (refused?.isMissingResourceType) return true;
    if (!forbiddenIsFine || refused?.status !== 403) {
      forbiddenSince = undefined;
      return false;
    }
    forbiddenSince ??= clock.monotonic();
    if (clock.monotonic() - forbiddenSince >= UNSURE_MS) return true;
    return (await isReady(signal)) && (await refusal(signal))?.status === 403;
  }

  /** What the API server says against reading it; undefined also where it says nothing. */
  async function refusal(signal: AbortSignal): Promise<ApiError | undefined> {
    try {
      await client.list(resource, { limit: 1, signal });
      return undefined;
    } catch (error) {
      return error instanceof ApiError ? error : undefined;
    }
  }

  const isReady = (signal: AbortSignal): Promise<boolean> =>
    client.raw("GET", "/readyz", { signal }).then(
      () => true,
      () => false,
    );

  /** Resolves once it is known that the resource can't be had; never, once it is synced. */
  async function untilMissing(signal: AbortSignal): Promise<void> {
    while (!(await isMissing(signal))) await clock.sleep(PROBE_MS, signal);
    missing = true;
    log.warn({ resource: resourceName(resource) }, `${resourceName(resource)} can't be read: ${instead}`);
  }

  return {
    run: (signal) => inner.run(signal),
    get synced() {
      return inner.synced || missing;
    },
    get unavailable() {
      return missing && !inner.synced;
    },
    async whenSynced(signal) {
      const probing = new AbortController();
      const probe = untilMissing(AbortSignal.any([signal, probing.signal]));
      try {
        await Promise.race([inner.whenSynced(signal), probe]);
      } finally {
        probing.abort();
        await probe.catch(() => undefined);
      }
    },
    lastActivityMs: () => inner.lastActivityMs(),
    idleMs: () => inner.idleMs(),
    get lastError() {
      return inner.lastError;
    },
  };
}
