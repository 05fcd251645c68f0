import type {
  Action,
  Change,
  Detail,
  Done,
  Hello,
  LogLine,
  Policies,
  Row,
  Schedules,
  State,
} from "../model/wire.ts";

/** What the server has of the cluster. Whatever it throws is told by `explain`. */
export interface ClusterPort {
  /** Whose cluster this is. */
  hello: () => Hello;
  /** Follows the tasks until the signal aborts. Resolves then; rejects where they can't be followed at all. */
  follow: (listener: Listener, signal: AbortSignal) => Promise<void>;
  /** All rows, as they are now; while tasks are followed. */
  rows: () => Iterable<Row>;
  /** One task. */
  detail: (task: TaskName, signal: AbortSignal) => Promise<Detail>;
  /** Hands over what the containers of the latest run write, until they have ended; resolves with why there is nothing. */
  log: (asked: LogAsked, write: (line: LogLine) => void, signal: AbortSignal) => Promise<string | undefined>;
  /** @param task the one that was shown: another one of the same name is refused */
  act: (task: TaskName & { uid: string }, action: Action, signal: AbortSignal) => Promise<Done>;
  policies: (signal: AbortSignal) => Promise<Policies>;
  /** @param zone IANA name; undefined: the cluster's */
  schedules: (zone: string | undefined, signal: AbortSignal) => Promise<Schedules>;
  /** What an error says to people, and the status of HTTP that goes with it. */
  explain: (error: unknown) => Explained;
}

export interface TaskName {
  namespace: string;
  name: string;
}

export interface LogAsked extends TaskName {
  /** Only this pod. */
  pod: string | undefined;
  container: string | undefined;
}

/** Who is told of what happens to the tasks. */
export interface Listener {
  /** All rows are known, for the first time or anew. */
  synced: () => void;
  changed: (change: Pick<Change, "upserts" | "deletes">) => void;
  state: (state: State) => void;
}

export interface Explained {
  status: number;
  message: string;
  hint?: string;
}

/** A file of the page. */
export interface Asset {
  /** Its Content-Type. */
  type: string;
  body: string | Uint8Array;
}

/** The page's files by the path that they are asked for; `/` is the page itself. */
export type Assets = ReadonlyMap<string, Asset>;
