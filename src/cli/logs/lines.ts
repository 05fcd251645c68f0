import type { Transport } from "../../kube/transport/transport.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { Instance } from "./instances.ts";

/** A line that a container wrote. */
export interface LogLine {
  /** RFC 3339 with nanoseconds. */
  time: string;
  text: string;
}

export interface LogQuery {
  follow?: boolean | undefined;
  /** Of the container's life before this one. */
  previous?: boolean | undefined;
  /** Only so many lines from the end. */
  tailLines?: number | undefined;
  sinceSeconds?: number | undefined;
  /** RFC 3339; whole seconds count. */
  sinceTime?: string | undefined;
}

/**
 * What a container has written. Rejects with a CliError where the node has lost it, an ApiError (404, 400 where there
 * is nothing), or a TransportError.
 */
export async function* readLines(
  transport: Pick<Transport, "stream">,
  { namespace, pod, container }: Pick<Instance, "namespace" | "pod" | "container">,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const body = await transport.stream({
    method: "GET",
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`,
    query: { container, timestamps: true, ...query },
    signal,
  });
  for await (const line of linesOf(body)) yield stamped(line);
}

const STAMP = /^(\d{4}-\d\d-\d\dT\S+) ?(.*)$/s;

/** A line without a time is no container's but the kubelet's own word. */
function stamped(line: string): LogLine {
  const [, time, text = ""] = STAMP.exec(line) ?? [];
  if (time !== undefined) return { time, text };
  throw new CliError(
    line,
    EXIT.Refused,
    "The node keeps no more of it: a pod that has ended keeps its last containers alone",
  );
}

/** Text in lines; the last one may lack its end. What has come of a line is looked through once, however long it is. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  for await (const chunk of body) {
    const [end = "", ...more] = decoder.decode(chunk, { stream: true }).split("\n");
    parts.push(end);
    const begun = more.pop();
    if (begun === undefined) continue;
    yield parts.join("");
    yield* more;
    parts = [begun];
  }
  const rest = parts.join("");
  if (rest !== "") yield rest;
}
