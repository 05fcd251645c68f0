import { setTimeout as sleep } from "node:timers/promises";
import type { Action, Done, Row } from "../../../src/ui/model/wire.ts";
import type { ClusterPort, Listener, TaskName } from "../../../src/ui/server/ports.ts";
import { policiesOf, schedulesOf } from "./answers.ts";
import { detailOf } from "./detail.ts";
import { at, NOW } from "./rows.ts";

export const HOSTILE_LINE = `<b>bold</b> <script>document.title="owned"</script> \u001b[31mred\u001b[0m`;

/** A cluster that is made of rows, and changes as a test says. */
export interface RecordedCluster extends ClusterPort {
  change: (...rows: Row[]) => void;
  remove: (uid: string) => void;
  away: (message: string) => void;
  back: () => void;
  /** What was done, as `action namespace/name`. */
  readonly acted: string[];
  /** Writes a line into each log that is followed. */
  readonly logs: ReadonlySet<(text: string) => void>;
}

class NotFound extends Error {}
class Refused extends Error {}

/** @param rows what is there at first */
export function recordedCluster(rows: readonly Row[], namespaces: string[] | null = null): RecordedCluster {
  const all = new Map(rows.map((row) => [row.uid, row]));
  const listeners = new Set<Listener>();
  const acted: string[] = [];
  const logs = new Set<(text: string) => void>();
  const tell = (say: (listener: Listener) => void) => {
    for (const listener of listeners) say(listener);
  };
  const find = ({ namespace, name }: TaskName): Row => {
    const row = all.get(`uid-${namespace}-${name}`);
    if (!row) throw new NotFound(`batchtasks "${name}" not found`);
    return row;
  };
  const change = (...changed: Row[]) => {
    for (const row of changed) all.set(row.uid, row);
    tell((listener) => listener.changed({ upserts: changed, deletes: [] }));
  };
  return {
    acted,
    logs,
    change,
    remove(uid) {
      all.delete(uid);
      tell((listener) => listener.changed({ upserts: [], deletes: [uid] }));
    },
    away: (message) => tell((listener) => listener.state({ state: "away", message })),
    back: () => tell((listener) => listener.state({ state: "live" })),
    hello: () => ({
      context: "staging",
      cluster: "staging-eu",
      user: "dana",
      namespaces,
      timeZone: "UTC",
      version: "0.2.0",
      now: NOW,
    }),
    async follow(listener, signal) {
      listeners.add(listener);
      listener.synced();
      await sleep(2 ** 30, undefined, { signal, ref: false }).catch(() => undefined);
      listeners.delete(listener);
    },
    rows: () => all.values(),
    detail: async (task) => detailOf(find(task)),
    async log(asked, write, signal) {
      const source = `${asked.pod}/${asked.container}`;
      for (let line = 1; line <= 40; line += 1)
        write({ source, text: `${at(NOW - 60_000)} exported batch ${line} of 40` });
      write({ source, text: HOSTILE_LINE });
      if (asked.container !== "proxy") return "The container has ended.";
      const more = (text: string) => write({ source, text });
      logs.add(more);
      await sleep(2 ** 30, undefined, { signal, ref: false }).catch(() => undefined);
      logs.delete(more);
      return "The container has ended.";
    },
    async act(task, action) {
      const row = find(task);
      if (row.uid !== task.uid) throw new Error(`${task.name} is another task`);
      acted.push(`${action} ${task.namespace}/${task.name}`);
      if (task.name === "registry-gc")
        throw new Refused("batchtasks.batchtask.dev is forbidden: dana can't patch it");
      return does(action, row, change);
    },
    policies: async () => policiesOf([...all.values()]),
    schedules: async () => schedulesOf([...all.values()]),
    explain(error) {
      if (error instanceof NotFound) return { status: 404, message: error.message };
      if (error instanceof Refused)
        return { status: 403, message: error.message, hint: "Ask whoever runs the cluster" };
      return { status: 500, message: String(error) };
    },
  };
}

function does(action: Action, row: Row, change: (row: Row) => void): Done {
  const resourceVersion = String(Number(row.resourceVersion) + 1);
  if (action === "rerun") {
    const number = (row.run?.number ?? 0) + 1;
    const { problem: _problem, message: _message, ...rest } = row;
    const run = { number, created: at(NOW - 4_000), started: at(NOW) };
    change({
      ...rest,
      resourceVersion,
      phase: "Running",
      reason: "Running",
      run,
      history: row.run ? [row.run, ...row.history] : [],
    });
    return { message: `${row.name} asked to run again` };
  }
  change({
    ...row,
    resourceVersion,
    suspended: action === "suspend",
    phase: action === "suspend" ? "Suspended" : "Pending",
  });
  return { message: `${row.name} ${action === "suspend" ? "suspended" : "resumed"}` };
}
