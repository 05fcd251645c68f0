import { TransportError } from "../errors.ts";
import { isRecord, parseJson } from "../json.ts";

/** One frame of a watch. `object` is as it came: an object of the resource, or a Status for ERROR. */
export interface WatchFrame {
  type: string;
  object: Record<string, unknown>;
}

/**
 * Splits a watch's body into its frames: one JSON document per line. Throws a TransportError "WATCH_CUT" if the
 * stream ends within a line, "WATCH_GARBLED" for a line that is no frame. Ends with the stream.
 */
export async function* watchFrames(body: AsyncIterable<Uint8Array>): AsyncGenerator<WatchFrame> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  for await (const chunk of body) {
    const lines = decoder.decode(chunk, { stream: true }).split("\n");
    const rest = lines.pop() ?? "";
    for (const line of lines) {
      // A frame of many chunks is joined once, not with each chunk.
      const whole = parts.length > 0 ? [...parts, line].join("") : line;
      parts = [];
      if (whole.trim() !== "") yield parseFrame(whole);
    }
    if (rest !== "") parts.push(rest);
  }
  if (parts.join("").trim() !== "") {
    throw new TransportError("the watch was cut within an event", { code: "WATCH_CUT", maybeSent: true });
  }
}

function parseFrame(line: string): WatchFrame {
  const value = parse(line);
  if (!isRecord(value) || typeof value["type"] !== "string" || !isRecord(value["object"])) {
    throw garbled(line);
  }
  return { type: value["type"], object: value["object"] };
}

function parse(line: string): unknown {
  try {
    return parseJson(line);
  } catch (error) {
    throw garbled(line, error);
  }
}

function garbled(line: string, cause?: unknown): TransportError {
  const message = `the watch sent a line that is no event: ${line.slice(0, 100)}`;
  return new TransportError(message, { code: "WATCH_GARBLED", maybeSent: true, cause });
}
