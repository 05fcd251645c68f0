import { randomUUID } from "node:crypto";
import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import { proxyVariables } from "../kube/access/proxy-variables.ts";
import { systemClock } from "../kube/clock.ts";
import { stopSignal } from "../kube/stop-signal.ts";
import { outputTo } from "./output/stream.ts";
import { runProgram } from "./program.ts";

const stderr = outputTo(process.stderr, ({ exitCode }) => process.exit(exitCode));
const stdout = outputTo(process.stdout, ({ exitCode, message }) => {
  if (message !== undefined) stderr.write(`error: ${message}\n`);
  process.exit(exitCode);
});

const signal = stopSignal(process, ["SIGINT"], () => systemClock.monotonic());

void runProgram(
  {
    stdout,
    stderr,
    stdin: () => buffer(addAbortSignal(signal, process.stdin)),
    variables: {
      kubeconfig: process.env["KUBECONFIG"] || undefined,
      home: process.env["HOME"] ?? process.env["USERPROFILE"],
      serviceHost: process.env["KUBERNETES_SERVICE_HOST"],
      servicePort: process.env["KUBERNETES_SERVICE_PORT"],
      proxies: proxyVariables(process.env),
    },
    folder: process.cwd(),
    colour: !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
    clock: systemClock,
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    random: Math.random,
    newId: randomUUID,
    signal,
    exit: (code) => void (process.exitCode = code),
  },
  process.argv.slice(2),
).then((code) => (process.exitCode = code));
