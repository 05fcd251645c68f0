import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Board } from "../plan/board.ts";
import type { Action, Point } from "../plan/schema.ts";
import type { Call } from "./call.ts";
import { refusal } from "./refusal.ts";
import type { Upstream } from "./upstream.ts";
import type { Watches } from "./watches.ts";

/** What a run lends to its proxies. */
export interface ProxyOptions {
  readonly upstream: Upstream;
  readonly board: Board;
  readonly watches: Watches;
  readonly calls: Call[];
  /** How often a replica has been started. */
  readonly starts: (replica: number) => number;
  /** How long a connection that nobody uses stays open; a minute where absent. */
  readonly keepAliveMs?: number;
  /** Carries out an action that is not the proxy's own; resolves when the call may go on. */
  readonly effect: (action: Action, replica: number) => Promise<void>;
}

/** One request under way in the proxy. */
export interface Exchange {
  readonly options: ProxyOptions;
  readonly call: Call;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly body: Buffer;
}

/** Does what is due at this point of a call. True: the call has been answered, or never will be. */
export async function strike(exchange: Exchange, point: Point): Promise<boolean> {
  for (const action of exchange.options.board.atCall(exchange.call, point)) {
    if (await act(exchange, action)) return true;
  }
  return false;
}

async function act({ options, call, response }: Exchange, action: Action): Promise<boolean> {
  if (action.answer) {
    const { status, headers, body } = refusal(call, action.answer.status, action.answer.retryAfter);
    call.answered = status;
    response.writeHead(status, { ...headers }).end(body);
    return true;
  }
  if (action.reset) {
    call.answered = "reset";
    response.socket?.resetAndDestroy();
    return true;
  }
  if (action.delayMs !== undefined) await sleep(action.delayMs);
  else await options.effect(action, call.replica);
  if (!action.crash) return false;
  response.destroy();
  return true;
}
