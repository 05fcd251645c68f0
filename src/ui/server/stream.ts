import type { Row, State } from "../model/wire.ts";
import type { EventStream } from "./events.ts";
import { createPending, type Hub } from "./hub.ts";
import type { ClusterPort } from "./ports.ts";

/** Rows of one event of the first picture: so few that a slow line takes them before its reader counts as gone. */
const CHUNK = 200;

export interface StreamOptions {
  cluster: Pick<ClusterPort, "hello" | "rows">;
  hub: Hub;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Changes are gathered for so long, in milliseconds. */
  batchMs: number;
}

/** Tells one page all rows, and then what happens to them, until it goes away. */
export async function tellPicture(events: EventStream, options: StreamOptions): Promise<void> {
  const { cluster, hub, sleep, batchMs } = options;
  const { signal } = events;
  const pending = createPending();
  let isDue = false;
  let untold: State | undefined;
  let wake = Promise.withResolvers<void>();
  const leave = hub.join({
    synced() {
      isDue = true;
      wake.resolve();
    },
    changed(change) {
      pending.add(change);
      wake.resolve();
    },
    state(state) {
      untold = state;
      wake.resolve();
    },
  });
  signal.addEventListener("abort", () => wake.resolve(), { once: true });
  try {
    await events.send("hello", cluster.hello());
    for (;;) {
      await wake.promise;
      signal.throwIfAborted();
      wake = Promise.withResolvers();
      const state = untold;
      untold = undefined;
      if (state) await events.send("state", state);
      if (isDue) {
        isDue = false;
        // What has happened until now is in them.
        pending.clear();
        await tellRows(events, cluster.rows());
      }
      await sleep(batchMs, signal);
      const change = pending.take();
      if (change) await events.send("change", { ...change, now: cluster.hello().now });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    leave();
  }
}

/** In chunks, each once there is room for it. What changes meanwhile comes after them. */
async function tellRows(events: EventStream, rows: Iterable<Row>): Promise<void> {
  let chunk: Row[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    await events.send("rows", { rows: chunk, last: false });
    chunk = [];
  }
  await events.send("rows", { rows: chunk, last: true });
}
