import type { Transport } from "../../kube/transport.ts";
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

/** What a container has written. Rejects with an ApiError (404, 400 where there is nothing), or a TransportError. */
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

function stamped(line: string): LogLine {
  const space = line.indexOf(" ");
  return space < 0 ? { time: line, text: "" } : { time: line.slice(0, space), text: line.slice(space + 1) };
}

/** Text in lines; the last one may lack its end. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
