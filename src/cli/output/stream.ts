import type { WriteStream } from "node:tty";
import type { Output } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";

/** Why what is written there does not arrive. */
export interface Lost {
  exitCode: ExitCode;
  /** undefined: nobody need be told, as behind `| head`. */
  message: string | undefined;
}

/** A stream of the process, to write to. `lost` is told once what was written does not arrive; a command ends by that. */
export function outputTo(stream: WriteStream, lost: (why: Lost) => void): Output {
  stream.on("error", (error: NodeJS.ErrnoException) => lost(whyLost(error)));
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

/** A program of C or Go dies by SIGPIPE, which Node.js ignores: the same code as a shell has for that. */
function whyLost({ code, message }: NodeJS.ErrnoException): Lost {
  if (code === "EPIPE") return { exitCode: EXIT.BrokenPipe, message: undefined };
  return { exitCode: EXIT.Unwritten, message: `the output can't be written: ${message}` };
}
