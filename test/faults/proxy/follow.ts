import type { Following } from "./stream.ts";
import { linesOf } from "../support/lines.ts";
import { passedHeaders } from "./forward.ts";
import { type Exchange, strike } from "./strike.ts";
import { refusal } from "./refusal.ts";

const FUTURE = 1_000_000_000n;

/** A watch: forwarded frame by frame, through the faults of its resource. */
export async function follow(exchange: Exchange): Promise<void> {
  const { options, call, response, path } = exchange;
  const following = options.watches.of(call.replica, call.resource);
  const url = new URL(path, "http://localhost");
  const fromStart = !url.searchParams.has("resourceVersion");
  if (refused(exchange, following, fromStart)) return;
  const abort = new AbortController();
  response.once("close", () => abort.abort());
  const asked = rewrite(url, following, fromStart);
  const answer = await options.upstream.send({
    method: "GET",
    path: asked,
    headers: passedHeaders(exchange),
    signal: abort.signal,
  });
  call.committed = answer.statusCode;
  if (answer.statusCode !== 200) {
    call.answered = answer.statusCode;
    response
      .writeHead(answer.statusCode, { "content-type": "application/json" })
      .end(await answer.body.text());
    return;
  }
  if (await strike(exchange, "committed")) return abort.abort();
  call.answered = 200;
  response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
  const stream = options.watches.open(following, response, fromStart);
  try {
    for await (const line of linesOf(answer.body)) stream.push(line);
    stream.end();
  } catch {
    stream.reset();
  }
}

/** Answers a watch that the faults of its resource don't let through. */
function refused({ call, response }: Exchange, { faults }: Following, fromStart: boolean): boolean {
  if (faults.severed) {
    call.answered = "reset";
    response.destroy();
    return true;
  }
  if (!faults.expired || fromStart) return false;
  faults.expired = false;
  call.answered = 410;
  const { status, headers, body } = refusal(call, 410);
  response.writeHead(status, { ...headers }).end(body);
  return true;
}

/** The watch that the API server is asked for. */
function rewrite(url: URL, { faults, view }: Following, fromStart: boolean): string {
  const query = url.searchParams;
  if (fromStart && faults.frozen) {
    query.delete("sendInitialEvents");
    query.delete("resourceVersionMatch");
    query.set("resourceVersion", view.version ?? "1");
  }
  if (!fromStart && faults.future) {
    faults.future = false;
    query.set("resourceVersion", String(BigInt(query.get("resourceVersion") ?? "1") + FUTURE));
  }
  return `${url.pathname}?${query.toString()}`;
}
