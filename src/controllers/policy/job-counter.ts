import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import type { JobCounts } from "../../api/policy/status.ts";
import type { RawKind } from "../../guardrails/rule.ts";
import type { Client } from "../../kube/client.ts";
import type { Clock } from "../../kube/clock.ts";
import { ApiError } from "../../kube/errors.ts";
import type { Logger } from "../../kube/log.ts";
import { countJobs } from "./count-jobs.ts";
import type { NamespaceGuardrails } from "./namespace-guardrails.ts";
import type { CountsByKind } from "./status.ts";

/** Between two walks over all Jobs of the cluster. */
const INTERVAL_MS = 10 * 60_000;
/** The same where a policy was edited meanwhile: one that is edited all the time must not make walks all the time. */
const AFTER_EDIT_MS = 15_000;

const PLURAL = { Job: "jobs", CronJob: "cronJobs" } as const satisfies Record<RawKind, keyof CountsByKind>;
const KINDS = ["Job", "CronJob"] as const satisfies RawKind[];

export interface JobCounterOptions {
  policies: () => readonly BatchTaskPolicy[];
  guardrails: Pick<NamespaceGuardrails, "matching">;
  client: Pick<Client, "list">;
  clock: Pick<Clock, "monotonic" | "now">;
  log: Pick<Logger, "warn">;
}

/** Counts the Jobs and CronJobs that policies judge, now and then: to watch them all would be to keep them all in memory. */
export interface JobCounter {
  /** What was counted for a policy as it is now; undefined: nothing yet. */
  counts(policy: BatchTaskPolicy): CountsByKind | undefined;
  /**
   * Counts if it is time to, and only kinds that some policy applies to. Resolves with the milliseconds until it is
   * time again; undefined: not before a policy changes. Rejects as the client does, but for a right that is missing: then
   * there are no counts of that kind, which the log says once.
   */
  count(signal: AbortSignal): Promise<number | undefined>;
}

export function createJobCounter(options: JobCounterOptions): JobCounter {
  const { guardrails, client, clock, log } = options;
  const counted = new Map<string, { generation: number; counts: CountsByKind }>();
  const refused = new Set<RawKind>();
  let lastEnd: number | undefined;

  const isCounted = ({ metadata: { uid, generation } }: BatchTaskPolicy): boolean =>
    counted.get(uid)?.generation === generation;

  /** undefined: they may not be listed. */
  async function countKind(
    kind: RawKind,
    applying: readonly BatchTaskPolicy[],
    signal: AbortSignal,
  ): Promise<Map<string, JobCounts> | undefined> {
    try {
      const counts = await countJobs(kind, applying, { client, guardrails, now: clock.now(), signal });
      refused.delete(kind);
      return counts;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 403)) throw error;
      if (!refused.has(kind))
        log.warn({ err: error }, `No right to list ${kind}s: the statuses of policies don't count them`);
      refused.add(kind);
      return undefined;
    }
  }

  async function countAll(policies: readonly BatchTaskPolicy[], signal: AbortSignal): Promise<void> {
    const found = new Map(policies.map(({ metadata }): [string, CountsByKind] => [metadata.name, {}]));
    for (const kind of KINDS) {
      const applying = policies.filter((policy) => appliesTo(policy, kind));
      const counts = applying.length > 0 ? await countKind(kind, applying, signal) : undefined;
      for (const [name, one] of counts ?? []) Object.assign(found.get(name) ?? {}, { [PLURAL[kind]]: one });
    }
    counted.clear();
    for (const { metadata } of policies) {
      const { uid, generation, name } = metadata;
      counted.set(uid, { generation, counts: found.get(name) ?? {} });
    }
  }

  return {
    counts(policy) {
      if (!judgesJobs(policy)) return {};
      return isCounted(policy) ? counted.get(policy.metadata.uid)?.counts : undefined;
    },
    async count(signal) {
      const judging = options.policies().filter(judgesJobs);
      if (judging.length === 0) return undefined;
      const pause = judging.every(isCounted) ? INTERVAL_MS : AFTER_EDIT_MS;
      const since = lastEnd === undefined ? Infinity : clock.monotonic() - lastEnd;
      if (since < pause) return pause - since;
      try {
        await countAll(judging, signal);
      } finally {
        lastEnd = clock.monotonic();
      }
      return INTERVAL_MS;
    },
  };
}

const appliesTo = ({ spec }: BatchTaskPolicy, kind: RawKind): boolean =>
  spec.appliesTo?.includes(kind) === true;

function judgesJobs(policy: BatchTaskPolicy): boolean {
  return !policy.metadata.deletionTimestamp && KINDS.some((kind) => appliesTo(policy, kind));
}
