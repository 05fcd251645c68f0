import type { Following } from "../proxy/stream.ts";
import type { WatchFaults } from "../proxy/stream.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { Action } from "../plan/schema.ts";
import type { Watches } from "../proxy/watches.ts";
import type { Replicas } from "./replicas.ts";

/** What the actions of a run have in their hands. */
export interface Hands {
  readonly watches: Watches;
  readonly replicas: () => Replicas;
  /** Cluster-wide actions, where the run has its cluster for itself. */
  readonly cluster: (action: Action) => Promise<void>;
  /** The replica that holds the lease. */
  readonly leader: () => number;
  /** Takes the lease away. */
  readonly steal: () => Promise<void>;
}

/** Carries out actions. */
export function createEffects(hands: Hands): (action: Action, replica: number) => Promise<void> {
  let release = Promise.withResolvers<void>();
  let paused: number[] = [];

  function pause(replica: number | "leader"): void {
    const chosen = replica === "leader" ? hands.leader() : replica;
    paused.push(chosen);
    hands.replicas().signal(chosen, "SIGSTOP");
  }

  function resume(): void {
    for (const replica of paused) hands.replicas().signal(replica, "SIGCONT");
    paused = [];
  }

  /** True where the action was about processes. */
  async function onProcesses(action: Action, replica: number): Promise<boolean> {
    if (action.crash) hands.replicas().crash(replica, action.crash.awayMs);
    else if (action.kill)
      hands.replicas().kill(action.kill.replica === "leader" ? hands.leader() : action.kill.replica);
    else if (action.pause) pause(action.pause.replica);
    else if (action.resume) resume();
    else if (action.jump) hands.replicas().jump(action.jump.seconds);
    else if (action.hold) await release.promise;
    else if (action.release) {
      release.resolve();
      release = Promise.withResolvers();
    } else return false;
    return true;
  }

  return async (action, replica) => {
    if (action.delayMs !== undefined) await sleep(action.delayMs);
    if (action.steal) await hands.steal();
    if (action.delayMs !== undefined || action.steal) return;
    if (await onProcesses(action, replica)) return;
    if (onWatches(action, hands)) return;
    await hands.cluster(action);
  };
}

type Deed = (following: Following) => void;

/** True where the action was about watches. */
function onWatches(action: Action, { watches, replicas }: Hands): boolean {
  if (action.remember) {
    watches.remember();
    return true;
  }
  for (const resource of action.recall ?? []) watches.recall(resource);
  const found = deedOf(action);
  if (!found) return false;
  const [resources, deed] = found;
  for (const resource of resources)
    for (let replica = 0; replica < replicas().count; replica += 1) deed(watches.of(replica, resource));
  return true;
}

/** A deed that sets faults, and then does something to the open streams. */
const set =
  (faults: Partial<WatchFaults>, then: "nothing" | "end" | "reset" | "flush" = "nothing"): Deed =>
  (following) => {
    Object.assign(following.faults, faults);
    if (then !== "nothing") for (const stream of following.streams) stream[then]();
  };

function deedOf(action: Action): [string[], Deed] | undefined {
  const { freeze, recall, thaw, sever, mend, cut, silence, duplicate, future, expire, late } = action;
  const simple: [string[] | undefined, Deed][] = [
    [freeze, set({ frozen: true })],
    [recall, set({ frozen: true })],
    [thaw, set({ frozen: false }, "flush")],
    [sever, set({ severed: true }, "reset")],
    [mend, set({ severed: false })],
    [cut, set({ cut: true })],
    [duplicate, set({ duplicate: true })],
    [future, set({ future: true }, "end")],
    [silence, ({ streams }) => streams.forEach((stream) => stream.silence())],
  ];
  for (const [resources, deed] of simple) if (resources) return [resources, deed];
  if (late) return [late.resources, set({ lateMs: late.ms })];
  if (!expire) return undefined;
  if (expire.form === "http") return [expire.resources, set({ expired: true }, "end")];
  return [expire.resources, ({ streams }) => streams.forEach((stream) => stream.expire())];
}
