import type { ServerResponse } from "node:http";

/** Server-sent events to one reader. */
export interface EventStream {
  /** Resolves once there is room for more; rejects where the reader is gone, or reads nothing. */
  send: (event: string, data: object) => Promise<void>;
  /** Aborts as the reader goes away. */
  readonly signal: AbortSignal;
  end: () => void;
}

export interface EventTiming {
  /** How often a reader hears something, so that one that is gone is found out. */
  beatMs: number;
  /** A reader that takes nothing for so long is sent away. */
  stallMs: number;
}

export const EVENT_TIMING: EventTiming = { beatMs: 15_000, stallMs: 60_000 };

const GONE = new Error("the reader is gone");

/** Begins a stream of events; its headers are set, and not yet sent. */
export function eventStream(response: ServerResponse, { beatMs, stallMs }: EventTiming): EventStream {
  const gone = new AbortController();
  const leave = () => gone.abort(GONE);
  response.setHeader("content-type", "text/event-stream; charset=utf-8");
  response.writeHead(200);
  response.flushHeaders();
  // A stream that nothing is written to for long is no fault of the reader's.
  response.setTimeout(0);
  const beat = setInterval(() => response.write(": still here\n\n"), beatMs);
  response.on("close", () => {
    clearInterval(beat);
    leave();
  });
  response.on("error", leave);

  const drained = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const stalled = setTimeout(() => response.destroy(), stallMs);
      const stop = () => {
        clearTimeout(stalled);
        response.off("drain", done);
        gone.signal.removeEventListener("abort", fail);
      };
      const done = () => {
        stop();
        resolve();
      };
      const fail = () => {
        stop();
        reject(GONE);
      };
      response.once("drain", done);
      gone.signal.addEventListener("abort", fail, { once: true });
    });

  return {
    async send(event, data) {
      gone.signal.throwIfAborted();
      // JSON has no line break outside its escapes.
      if (!response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)) await drained();
    },
    signal: gone.signal,
    end: () => void response.end(),
  };
}
