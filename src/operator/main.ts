import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { proxyVariables } from "../kube/access/proxy-variables.ts";
import { systemClock } from "../kube/clock.ts";
import { stopSignal } from "../kube/stop-signal.ts";
import { ConfigError, readConfig, usage } from "./config.ts";
import { createLog } from "./logging.ts";
import { runProcess } from "./process.ts";
import type { Config } from "./settings.ts";

const EXIT_USAGE = 2;

function configure(): Config {
  try {
    return readConfig(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_USAGE);
  }
}

if (process.argv.includes("--help")) {
  process.stdout.write(`${usage()}\n`);
  process.exit(0);
}
const config = configure();
const exitCode = await runProcess({
  config,
  around: {
    serviceHost: process.env["KUBERNETES_SERVICE_HOST"],
    servicePort: process.env["KUBERNETES_SERVICE_PORT"],
    home: process.env["HOME"],
    proxies: proxyVariables(process.env),
  },
  hostname: hostname(),
  clock: systemClock,
  random: Math.random,
  newId: () => randomUUID().replaceAll("-", ""),
  log: createLog(config, process.stdout.isTTY),
  signal: stopSignal(process, ["SIGTERM", "SIGINT"], () => systemClock.monotonic()),
});
// Work that hangs must not keep a process alive that has lost its leadership.
if (exitCode !== 0) process.exit(exitCode);
