import { NEWEST } from "../build/versions.ts";
import type { Nodes, Parts } from "../options.ts";
import { hasFields, readJson, writeAtomically } from "../util/files.ts";
import type { ProcessId } from "../util/process.ts";

/** What is kept on disk of a built cluster; what was once written is enough to remove all of it. */
export interface ClusterRecord extends Partial<Parts> {
  readonly name: string;
  readonly slot: number;
  readonly nodes: Nodes;
  readonly audit: boolean;
  /** The checkout that it was started from, whose CRDs and objects it may have. */
  readonly checkout?: string;
  /** The builds it runs. */
  readonly versions: string;
  /** Who is starting it; until it is started, this process' end means that it never will be. */
  readonly starter: ProcessId | undefined;
  readonly supervisor?: ProcessId;
  /** The process it must not outlive. */
  readonly owner?: ProcessId;
  readonly components: readonly ProcessId[];
  /** Folder in every cgroup hierarchy; only with a real node. */
  readonly cgroup?: string;
  readonly device?: string;
  /** Set once `up` is through. */
  readonly ready: boolean;
}

function isRecord(value: unknown): value is ClusterRecord {
  return hasFields(value, "name", "slot", "nodes", "components");
}

/** Reads the record, or nothing where the cluster has none. */
export function readRecord(path: string): ClusterRecord | undefined {
  return readJson(path, isRecord);
}

/** What the cluster is made of. Checkouts from before there was a choice write no store and no version. */
export function partsOf({ nodes, store = "etcd", kubernetes = NEWEST }: ClusterRecord): Parts {
  return { nodes, store, kubernetes };
}

/** Changes some fields of the record. */
export function updateRecord(path: string, changes: Partial<ClusterRecord>): ClusterRecord {
  const before = readRecord(path);
  if (before === undefined) throw new Error(`${path} is gone`);
  const after = { ...before, ...changes };
  writeRecord(path, after);
  return after;
}

/** Writes the record as a whole. */
export function writeRecord(path: string, record: ClusterRecord): void {
  writeAtomically(path, `${JSON.stringify(record, null, 2)}\n`);
}
