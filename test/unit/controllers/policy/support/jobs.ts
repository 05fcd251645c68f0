import type { CronJob, Job } from "../../../../../src/api/job.ts";
import type { PolicySpec } from "../../../../../src/api/policy/policy.ts";
import type { Client, ListOptions } from "../../../../../src/kube/client.ts";
import { refuse } from "../../../../support/fake-api/refuse.ts";
import { spec } from "../../../support/task.ts";

/** A policy that refuses more than three pods at once, and would clamp more than five retries. */
export const JUDGES: PolicySpec = {
  appliesTo: ["Job", "CronJob"],
  rules: {
    parallelism: { max: 3, onViolation: "Reject" },
    backoffLimit: { max: 5, onViolation: "Clamp" },
  },
};

export const aJob = (name: string, fields: object = {}, metadata: object = {}): Job => ({
  metadata: { name, namespace: "team", ...metadata },
  spec: spec({ backoffLimit: 1, ...fields }),
});

export const aCronJob = (name: string, fields: object = {}): CronJob => ({
  metadata: { name, namespace: "team" },
  spec: { schedule: "@daily", jobTemplate: { spec: spec({ backoffLimit: 1, ...fields }) } },
});

/** An API server that lists these, so many a page, and says what it was asked for. */
export function jobsApi() {
  const stored: { jobs: Job[]; cronjobs: CronJob[] } = { jobs: [], cronjobs: [] };
  const forbidden = new Set<string>();
  const failing = new Set<string>();
  const asked: (ListOptions & { plural: string })[] = [];
  const list = async ({ plural }: { plural: string }, options: ListOptions = {}) => {
    asked.push({ plural, ...options });
    if (api.hangs) await untilAborted(options.signal);
    if (forbidden.has(plural)) throw refuse(403, "Forbidden", plural);
    if (failing.has(plural)) throw refuse(500, "InternalError", plural);
    const all = plural === "jobs" ? stored.jobs : stored.cronjobs;
    const from = Number(options.continue ?? "0");
    const to = from + (options.limit ?? all.length);
    const next = to < all.length ? { continue: String(to) } : {};
    return { items: all.slice(from, to), resourceVersion: "1", ...next };
  };
  const api = {
    /** No answer comes until the request is aborted. */
    hangs: false,
    stored,
    forbidden,
    failing,
    asked,
    /** How often the first page of a kind was asked for. */
    walks: (plural: string) =>
      asked.filter((one) => one.plural === plural && one.continue === undefined).length,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is asked of it here
    client: { list } as unknown as Pick<Client, "list">,
  };
  return api;
}

async function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  return await promise;
}
