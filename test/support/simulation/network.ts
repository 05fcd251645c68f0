import type { Client } from "../../../src/kube/client.ts";
import { ApiError, errorKind, TransportError } from "../../../src/kube/errors.ts";
import { refuse } from "../fake-api/refuse.ts";
import type { KubeObject } from "../../../src/kube/object.ts";

/** What goes wrong with the n-th write of a reconcile, counted from 0. */
export interface Fault {
  write: number;
  /**
   * - crashBefore, crashAfter: the process dies before it sends, or after the server has carried it out;
   * - refused, unanswered: a server error, without or with the write carried out;
   * - straggle: the process dies, and its write arrives later;
   * - invalid, forbidden: the server refuses it for what it is, where it creates a Job.
   */
  kind: "crashBefore" | "crashAfter" | "refused" | "unanswered" | "straggle" | "invalid" | "forbidden";
}

/** The process is gone. */
export class Crash extends Error {}

/** A write that is still on its way. */
export interface Straggler {
  /** The name of the object that it creates, if it creates one. */
  creates: string | undefined;
  land(): Promise<unknown>;
}

/** Between the replicas and the API server. */
export interface Network {
  stragglers: Straggler[];
  /** Writes that the operator sent and the server carried out; a name that somebody else has is asked for again and again. */
  writes: number;
  /** Live reads of single objects. */
  reads: number;
  /** Told of each Job that the operator asks to change; `uid` is the one that its patch is bound to. */
  onPatchJob(name: string, uid: unknown): void;
  onStale(): void;
  /** Throws for what no reconcile may throw. */
  failed(error: unknown): "failed";
}

export function createNetwork(onPatchJob: Network["onPatchJob"], onStale: () => void): Network {
  return {
    stragglers: [],
    writes: 0,
    reads: 0,
    onPatchJob,
    onStale,
    failed(error) {
      if (errorKind(error) === "Terminal") throw error;
      return "failed";
    },
  };
}

const noAnswer = (): TransportError =>
  new TransportError("no answer", { code: "ECONNRESET", maybeSent: true });

/** What an API server never takes is no matter of luck: no operator may ask for it. Another Job's UID is a conflict. */
function never(error: unknown): never {
  if (!(error instanceof ApiError) || error.status !== 422 || errorKind(error) === "Conflict") throw error;
  throw new Error(`a change that no Job takes: ${error.message}`);
}

/** The client of one reconcile. */
export function faultyClient(client: Client, network: Network, fault: Fault | undefined): Client {
  let count = 0;

  async function write<T>(send: () => Promise<T>, creates?: string): Promise<T> {
    const kind = fault?.write === count ? fault.kind : undefined;
    count += 1;
    if (kind === "crashBefore") throw new Crash();
    if (kind === "refused") throw noAnswer();
    if (kind === "invalid" && creates) throw refuse(422, "Invalid", creates);
    if (kind === "forbidden" && creates) throw refuse(403, "Forbidden", creates);
    if (kind === "straggle") {
      network.stragglers.push({ creates, land: send });
      throw new Crash();
    }
    const answer = await send();
    network.writes += 1;
    if (kind === "crashAfter") throw new Crash();
    if (kind === "unanswered") throw noAnswer();
    return answer;
  }

  return {
    ...client,
    get: (res, ref, options) => {
      network.reads += 1;
      return client.get(res, ref, options);
    },
    create: <T extends KubeObject>(...args: Parameters<typeof client.create<T>>) =>
      write(() => client.create(...args), args[1].metadata?.name),
    mergePatch: (res, ref, patch, options) => {
      const { metadata } = patch as Pick<KubeObject, "metadata">;
      network.onPatchJob(ref.name, metadata?.uid);
      return write(() => client.mergePatch(res, ref, patch, options).catch(never));
    },
    replaceStatus: (res, object, options) => write(() => client.replaceStatus(res, object, options)),
    delete: (res, ref, options) => write(() => client.delete(res, ref, options)),
  };
}
