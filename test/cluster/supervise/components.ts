import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { ComponentSpec } from "../plan/plan.ts";
import { NODE_NAMESPACES } from "../plan/plan.ts";
import { childrenOf, identify, killAndWait, type ProcessId, signalProcess } from "../util/process.ts";
import { sleep } from "../util/wait.ts";
import type { ComponentState } from "./protocol.ts";

interface Running {
  readonly spec: ComponentSpec;
  readonly child: ChildProcess;
  process: ProcessId;
  exit: string | undefined;
  /** Its end was asked for. */
  mayEnd: boolean;
}

/** The commands that put a process into another's namespaces, or have it die with this one. */
export interface Prefixes {
  readonly nsenter: string | undefined;
  readonly dieWithParent: readonly string[];
}

/** The processes of one cluster. */
export class Components {
  readonly #running = new Map<string, Running>();
  readonly #prefixes: Prefixes;
  readonly #onFailure: (name: string) => void;

  /** `onFailure` is called when a component ends without being asked to. */
  constructor(prefixes: Prefixes, onFailure: (name: string) => void) {
    this.#prefixes = prefixes;
    this.#onFailure = onFailure;
  }

  /** Starts a component, or leaves it alone where it runs. */
  async start(spec: ComponentSpec): Promise<void> {
    const before = this.#running.get(spec.name);
    if (before !== undefined && before.exit === undefined) return;
    const log = openSync(spec.log, "a");
    const [command = "", ...args] = [...this.#prefix(spec), ...spec.argv];
    const child = spawn(command, args, { env: { ...spec.env }, stdio: ["ignore", log, log], cwd: "/" });
    closeSync(log);
    const process = child.pid === undefined ? undefined : identify(child.pid);
    const running: Running = {
      spec,
      child,
      process: process ?? { pid: child.pid ?? 0, startTime: "" },
      exit: undefined,
      mayEnd: false,
    };
    this.#running.set(spec.name, running);
    const ended = (how: string): void => {
      running.exit = how;
      if (!running.mayEnd) this.#onFailure(spec.name);
    };
    child.once("error", (error) => ended(error.message));
    child.once("exit", (code, signal) => ended(signal ?? String(code ?? "unknown")));
    if (spec.inNode || spec.name === NODE_NAMESPACES) running.process = await this.#innerProcess(running);
  }

  /** nsenter and unshare fork: the component is their only child. */
  async #innerProcess(running: Running): Promise<ProcessId> {
    for (let tries = 0; tries < 250 && running.exit === undefined; tries++) {
      const inner = childrenOf(running.process.pid)
        .map(identify)
        .find((found) => found !== undefined);
      if (inner !== undefined) return inner;
      await sleep(20);
    }
    return running.process;
  }

  #prefix(spec: ComponentSpec): string[] {
    if (!spec.inNode) return [...this.#prefixes.dieWithParent];
    const holder = this.#running.get(NODE_NAMESPACES);
    if (holder === undefined || holder.exit !== undefined) throw new Error("the node's namespaces are gone");
    const target = ["--target", String(holder.process.pid)];
    return [
      this.#prefixes.nsenter ?? "nsenter",
      ...target,
      "--mount",
      "--uts",
      "--ipc",
      "--net",
      "--pid",
      "--",
    ];
  }

  /** Starts a component again as it was started before. */
  async restart(name: string): Promise<void> {
    await this.start(this.#get(name).spec);
  }

  /** Starts a component that has failed, unless its end was asked for since. */
  async revive(name: string): Promise<void> {
    const { spec, mayEnd } = this.#get(name);
    if (!mayEnd) await this.start(spec);
  }

  /** Sends the signal and waits for the end; SIGSTOP and SIGCONT are not waited for. */
  async stop(name: string, signal: NodeJS.Signals): Promise<void> {
    const running = this.#get(name);
    const ends = signal !== "SIGSTOP" && signal !== "SIGCONT";
    if (ends) running.mayEnd = true;
    signalProcess(running.process, signal);
    if (!ends) return;
    for (let waited = 0; running.exit === undefined; waited += 20) {
      if (waited > 15_000) throw new Error(`${name} still runs 15 s after ${signal}`);
      await sleep(20);
    }
  }

  /** Kills everything; the namespaces first, since all that is inside ends with them. */
  async killAll(): Promise<void> {
    const all = [...this.#running.values()].toSorted((a) => (a.spec.name === NODE_NAMESPACES ? -1 : 1));
    for (const running of all) running.mayEnd = true;
    await Promise.all(all.map((running) => killAndWait(running.process, 5_000)));
    for (const running of all) running.child.kill("SIGKILL");
  }

  list(): ComponentState[] {
    return [...this.#running.values()].map(({ spec, process, exit }) => ({
      name: spec.name,
      process,
      running: exit === undefined,
      exit,
      log: spec.log,
    }));
  }

  #get(name: string): Running {
    const running = this.#running.get(name);
    if (running !== undefined) return running;
    throw new Error(`no component "${name}"; there are ${[...this.#running.keys()].join(", ")}`);
  }
}
