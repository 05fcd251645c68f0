import { once } from "node:events";
import { tryJson } from "../support/json.ts";
import { type Exchange, strike } from "./strike.ts";

/** Headers that the API server has to know of. */
const PASSED = ["content-type", "accept", "user-agent"] as const;

export function passedHeaders({ request }: Exchange): Record<string, string> {
  return Object.fromEntries(
    PASSED.flatMap((name) => {
      const value = request.headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A plain call: forwarded whole, answered whole. */
export async function forward(exchange: Exchange): Promise<void> {
  const { options, call, request, response, path, body } = exchange;
  const headers = passedHeaders(exchange);
  const method = request.method ?? "GET";
  const answer = await options.upstream.send({
    method,
    path,
    headers,
    body: body.length > 0 ? body : undefined,
  });
  const text = await answer.body.text();
  call.committed = answer.statusCode;
  call.committedAt = performance.now();
  call.object = tryJson(text);
  if (await strike(exchange, "committed")) return;
  if (response.destroyed) return;
  call.answered = answer.statusCode;
  const finished = once(response, "finish");
  response.writeHead(answer.statusCode, answerHeaders(answer.headers)).end(text);
  await finished;
  await strike(exchange, "replied");
}

function answerHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string | string[]> {
  return Object.fromEntries(
    ["content-type", "retry-after", "warning"].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
