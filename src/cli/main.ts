import { randomUUID } from "node:crypto";
import { addAbortSignal } from "node:stream";
import { text } from "node:stream/consumers";
import type { WriteStream } from "node:tty";
import { systemClock } from "../kube/clock.ts";
import { stopSignal } from "../kube/stop-signal.ts";
import type { Output } from "./context.ts";
import { runProgram } from "./program.ts";

// The reader of a pipe that has seen enough, as in `| head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const signal = stopSignal(process, ["SIGINT"], () => systemClock.monotonic());

void runProgram(
  {
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    stdin: () => text(addAbortSignal(signal, process.stdin)),
    variables: {
      kubeconfig: process.env["KUBECONFIG"] || undefined,
      home: process.env["HOME"] ?? process.env["USERPROFILE"],
      serviceHost: process.env["KUBERNETES_SERVICE_HOST"],
      servicePort: process.env["KUBERNETES_SERVICE_PORT"],
    },
    folder: process.cwd(),
    colour: !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
    clock: systemClock,
    random: Math.random,
    newId: randomUUID,
    signal,
    exit: (code) => void (process.exitCode = code),
  },
  process.argv.slice(2),
).then((code) => (process.exitCode = code));

function outputTo(stream: WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY ? stream.rows : undefined;
    },
  };
}
