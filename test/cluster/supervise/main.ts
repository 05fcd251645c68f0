/**
 * The supervisor of one built cluster: it starts and stops the cluster's processes on request, and ends
 * all of them when it is told to or when its owner ends. Usage: main.ts CACHE NAME.
 */
import { rmSync } from "node:fs";
import { layoutOf } from "../layout.ts";
import { NODE_NAMESPACES } from "../plan/plan.ts";
import { identify, isAlive } from "../util/process.ts";
import { dieWithParent, which } from "../util/tools.ts";
import { Components } from "./components.ts";
import { slotKey } from "../built/slot.ts";
import { tryHold } from "../util/lock.ts";
import { readRecord, updateRecord } from "./record.ts";
import { removeRemains } from "./remains.ts";
import { serve } from "./serve.ts";

const OWNER_POLL_MS = 500;
const RESTART_DELAY_MS = 1_000;
const MOST_RESTARTS = 20;

const [cache = "", name = ""] = process.argv.slice(2);
const layout = layoutOf(cache, name);
const environment = process.env;
const restarts = new Map<string, number>();
const components = new Components(
  { nsenter: which("nsenter", environment), dieWithParent: dieWithParent(environment) },
  startAgain,
);

/** What systemd and static pods do on other clusters. Before `up` is through, a failure is for it to tell. */
function startAgain(name: string): void {
  const count = (restarts.get(name) ?? 0) + 1;
  restarts.set(name, count);
  if (name === NODE_NAMESPACES || count > MOST_RESTARTS || readRecord(layout.record)?.ready !== true) return;
  const revive = async (): Promise<void> => {
    await components.revive(name);
    saveProcesses();
  };
  const tell = (error: unknown): void => console.error(`${name} can't be started again:`, error);
  setTimeout(() => void revive().catch(tell), RESTART_DELAY_MS);
}

async function shutDown(): Promise<void> {
  await components.killAll();
  const record = readRecord(layout.record);
  if (record !== undefined) await removeRemains(layout, record);
}

function saveProcesses(): void {
  const running = components.list().filter((state) => state.running);
  updateRecord(layout.record, { components: running.map((state) => state.process) });
}

async function endWithOwner(): Promise<void> {
  const owner = readRecord(layout.record)?.owner;
  if (owner === undefined || isAlive(owner)) return;
  clearInterval(watch);
  await shutDown();
  process.exit(0);
}

const watch = setInterval(() => void endWithOwner(), OWNER_POLL_MS);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void shutDown().then(() => process.exit(0)));
}
// A leftover of a supervisor that was killed; this one is started under the cluster's lock.
rmSync(layout.socket, { force: true });
const slot = readRecord(layout.record)?.slot ?? 0;
if ((await tryHold(slotKey(slot))) === undefined) throw new Error(`slot ${slot} is taken`);
const self = identify(process.pid);
if (self !== undefined) updateRecord(layout.record, { supervisor: self });
serve(layout.socket, async (request) => {
  if (request.op === "start") await components.start(request.spec);
  if (request.op === "restart") await components.restart(request.name);
  if (request.op === "stop") await components.stop(request.name, request.signal);
  if (request.op === "shutdown") {
    clearInterval(watch);
    await shutDown();
    setTimeout(() => process.exit(0), 50);
    return [];
  }
  if (request.op !== "list") saveProcesses();
  return components.list();
});
