import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseJson } from "../support/json.ts";
import { deliver, type Frame, type View } from "./view.ts";

/** One open watch of one replica: takes the API server's lines, and passes on what the faults leave of them. */
export interface Stream {
  readonly push: (line: string) => void;
  /** Delivers what was held back. */
  readonly flush: () => void;
  /** Ends in order. */
  readonly end: () => void;
  /** Says, within the stream, that the version is too old; then ends. */
  readonly expire: () => void;
  /** Ends without a word. */
  readonly reset: () => void;
  /** From now on nothing is delivered, and the connection stays. */
  readonly silence: () => void;
}

/** What is wrong with a replica's watches of one resource. */
export interface WatchFaults {
  /** Held back until the thaw; a new watch is told what the view says. */
  frozen: boolean;
  /** No watch is let through. */
  severed: boolean;
  /** The next watch from a version is refused as too old. */
  expired: boolean;
  /** The next event ends in its middle. */
  cut: boolean;
  duplicate: boolean;
  lateMs: number;
  /** The next watch from a version asks for one that is still to come. */
  future: boolean;
}

/** One resource as one replica follows it. */
export interface Following {
  readonly faults: WatchFaults;
  readonly streams: Set<Stream>;
  view: View;
  /** Told of each frame that the replica gets. */
  readonly delivered: (frame: Frame) => void;
}

export function createStream(following: Following, response: ServerResponse): Stream {
  const held: string[] = [];
  let silent = false;
  let order: Promise<void> = Promise.resolve();

  function write(text: string): void {
    if (!response.destroyed && !response.writableEnded) response.write(text);
  }

  function cutWithin(line: string): void {
    following.faults.cut = false;
    silent = true;
    write(line.slice(0, Math.ceil(line.length / 2)));
    setImmediate(() => response.destroy());
  }

  function pass(line: string): void {
    const frame = parseJson<Frame>(line);
    const { faults } = following;
    if (faults.cut && frame.type !== "BOOKMARK") return cutWithin(line);
    deliver(following.view, frame);
    write(`${line}\n`);
    if (faults.duplicate && frame.type !== "BOOKMARK" && frame.type !== "ERROR") write(`${line}\n`);
    following.delivered(frame);
  }

  /** Late frames stay in order. */
  function passLate(line: string, ms: number): void {
    order = passAt(line, performance.now() + ms, order);
  }

  async function passAt(line: string, due: number, before: Promise<void>): Promise<void> {
    await before;
    await sleep(Math.max(0, due - performance.now()));
    pass(line);
  }

  function push(line: string): void {
    if (silent) return;
    if (following.faults.frozen) held.push(line);
    else if (following.faults.lateMs > 0) passLate(line, following.faults.lateMs);
    else pass(line);
  }

  return {
    push,
    flush() {
      for (const line of held.splice(0)) push(line);
    },
    end: () => void response.end(),
    expire() {
      const object = { kind: "Status", code: 410, reason: "Expired", message: "injected: too old" };
      write(`${JSON.stringify({ type: "ERROR", object })}\n`);
      response.end();
    },
    reset: () => void response.destroy(),
    silence() {
      silent = true;
    },
  };
}
