import type { Change, State } from "../model/wire.ts";
import type { ClusterPort, Listener } from "./ports.ts";

/** One watch for all pages: it begins with the first reader, and ends a while after the last one. */
export interface Hub {
  /** Hears what happens; `synced` is called at once where all rows are known. Returns the function that ends this. */
  join: (listener: Listener) => () => void;
  readonly readers: number;
  /** Begins the watch before the first reader comes, as if one had just left. */
  warm: () => void;
  close: () => Promise<void>;
}

export interface HubOptions {
  follow: ClusterPort["follow"];
  explain: ClusterPort["explain"];
  /** Resolves after so long; rejects as the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How long the watch goes on without a reader, in milliseconds. */
  graceMs: number;
}

/** A watch that could not be begun is begun again after this. */
const RETRY_MS = 5_000;

interface Watching {
  stop: AbortController;
  done: Promise<void>;
  synced: boolean;
  state: State;
}

export function createHub({ follow, explain, sleep, graceMs }: HubOptions): Hub {
  const listeners = new Set<Listener>();
  let watching: Watching | undefined;
  let grace: AbortController | undefined;
  let isClosed = false;

  function start(): Watching {
    const stop = new AbortController();
    const begun: Watching = { stop, done: Promise.resolve(), synced: false, state: { state: "live" } };
    begun.done = run(begun);
    return begun;
  }

  async function run(own: Watching): Promise<void> {
    const { signal } = own.stop;
    const told: Listener = {
      synced() {
        own.synced = true;
        tell((one) => one.synced());
        if (own.state.state === "away") told.state({ state: "live" });
      },
      changed: (change) => tell((one) => one.changed(change)),
      state(state) {
        own.state = state;
        tell((one) => one.state(state));
      },
    };
    while (!signal.aborted) {
      try {
        await follow(told, signal);
      } catch (error) {
        if (signal.aborted) return;
        told.state({ state: "away", message: explain(error).message });
      }
      await sleep(RETRY_MS, signal).catch(() => undefined);
    }
  }

  function tell(say: (one: Listener) => void): void {
    for (const one of listeners) say(one);
  }

  async function end(): Promise<void> {
    const ended = watching;
    watching = undefined;
    ended?.stop.abort();
    await ended?.done;
  }

  async function endLater(): Promise<void> {
    if (isClosed) return;
    grace = new AbortController();
    const isOver = await sleep(graceMs, grace.signal).then(
      () => true,
      () => false,
    );
    if (isOver && listeners.size === 0) await end();
  }

  return {
    join(listener) {
      grace?.abort();
      listeners.add(listener);
      watching ??= start();
      if (watching.state.state === "away") listener.state(watching.state);
      if (watching.synced) listener.synced();
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) void endLater();
      };
    },
    warm() {
      watching ??= start();
      if (listeners.size === 0) void endLater();
    },
    get readers() {
      return listeners.size;
    },
    async close() {
      isClosed = true;
      grace?.abort();
      await end();
    },
  };
}

/** What has happened to rows since it was last told: of each the latest alone, however slowly it is read. */
export function createPending(): {
  add: (change: Pick<Change, "upserts" | "deletes">) => void;
  clear: () => void;
  /** undefined: nothing has happened. */
  take: () => Pick<Change, "upserts" | "deletes"> | undefined;
} {
  const upserts = new Map<string, Change["upserts"][number]>();
  const deletes = new Set<string>();
  const clear = () => {
    upserts.clear();
    deletes.clear();
  };
  return {
    add(change) {
      for (const row of change.upserts) {
        deletes.delete(row.uid);
        upserts.set(row.uid, row);
      }
      for (const uid of change.deletes) {
        upserts.delete(uid);
        deletes.add(uid);
      }
    },
    clear,
    take() {
      if (upserts.size + deletes.size === 0) return undefined;
      const taken = { upserts: [...upserts.values()], deletes: [...deletes] };
      clear();
      return taken;
    },
  };
}
