import { connect } from "node:net";
import type { ComponentSpec } from "../plan/plan.ts";
import { hasFields, parseJson } from "../util/files.ts";
import type { ProcessId } from "../util/process.ts";

/** What the supervisor knows of a component. */
export interface ComponentState {
  readonly name: string;
  readonly process: ProcessId;
  readonly running: boolean;
  /** How it ended: an exit code or a signal's name. */
  readonly exit: string | undefined;
  readonly log: string;
}

/** What the supervisor is asked, one JSON line a connection. */
export type Request =
  | { readonly op: "start"; readonly spec: ComponentSpec }
  | { readonly op: "restart"; readonly name: string }
  | { readonly op: "stop"; readonly name: string; readonly signal: NodeJS.Signals }
  | { readonly op: "list" }
  | { readonly op: "shutdown" };

/** The supervisor's answer. */
export interface Reply {
  readonly error?: string;
  readonly components: readonly ComponentState[];
}

const NO_REPLY: Reply = { error: "the cluster's supervisor gave no answer", components: [] };

/** Asks the supervisor that listens on this socket. */
export function ask(
  socketPath: string,
  request: Request,
  timeoutMs = 20_000,
): Promise<readonly ComponentState[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    let text = "";
    const timer = setTimeout(
      () => socket.destroy(new Error(`no answer in ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    socket.setEncoding("utf8");
    socket.on("connect", () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on("data", (data: string) => (text += data));
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(new Error(`the cluster's supervisor doesn't answer (${error.message})`, { cause: error }));
    });
    socket.once("end", () => {
      clearTimeout(timer);
      socket.destroy();
      const reply = parseJson(text, isReply) ?? NO_REPLY;
      if (reply.error === undefined) resolve(reply.components);
      else reject(new Error(reply.error));
    });
  });
}

function isReply(value: unknown): value is Reply {
  return hasFields(value, "components");
}

/** Recognises a request. */
export function isRequest(value: unknown): value is Request {
  return hasFields(value, "op");
}
