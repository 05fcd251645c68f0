import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { tryJson } from "../support/json.ts";
import { type Call, targetOf } from "./call.ts";
import { follow } from "./follow.ts";
import { forward } from "./forward.ts";
import { type Exchange, type ProxyOptions, strike } from "./strike.ts";

/** The API server as one replica of the operator sees it. */
export interface Proxy {
  readonly url: string;
  readonly close: () => void;
}

export async function openProxy(options: ProxyOptions, replica: number): Promise<Proxy> {
  const server = createServer((request, response) => {
    response.on("error", () => undefined);
    serve(options, replica, { request, response }).catch(() => response.destroy());
  });
  server.keepAliveTimeout = options.keepAliveMs ?? 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function serve(
  options: ProxyOptions,
  replica: number,
  { request, response }: Pick<Exchange, "request" | "response">,
): Promise<void> {
  const path = request.url ?? "/";
  const target = targetOf(request.method ?? "GET", new URL(path, "http://localhost"));
  const body = await buffer(request);
  const call: Call = {
    ...target,
    id: options.calls.length + 1,
    replica,
    process: options.starts(replica),
    at: performance.now(),
    ...(body.length > 0 && { body: tryJson(body.toString("utf8")) }),
    faults: [],
  };
  options.calls.push(call);
  response.once("close", () => {
    call.endedAt = performance.now();
  });
  const exchange: Exchange = { options, call, request, response, path, body };
  if (await strike(exchange, "before")) return;
  await (target.verb === "watch" ? follow(exchange) : forward(exchange));
}
