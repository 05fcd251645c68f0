import type { Clock } from "../../../kube/clock.ts";
import type { Evidence } from "../../../status/failure/evidence.ts";
import type { Unstarted } from "./gather-many.ts";

/** Runs of one namespace that ask at the same time are answered together. */
export interface Rounds {
  /** Why no pod of a run runs, as it is after this call. Rejects as the reading does. */
  join(run: Unstarted): Promise<Evidence>;
}

export interface RoundsOptions {
  /** Answers runs of one namespace, in their order; undefined: it can't be told this time. */
  gather: (runs: readonly Unstarted[]) => Promise<(Evidence | undefined)[]>;
  clock: Pick<Clock, "monotonic" | "sleep">;
  /** Ends the waiting between rounds. */
  signal: AbortSignal;
}

interface Asker {
  run: Unstarted;
  answered: PromiseWithResolvers<Evidence>;
}

/** Between two rounds of a namespace: so many times what the last one took, and at least so long. */
const REST = { share: 4, leastMs: 500 };

/**
 * One round of a namespace at a time, and a rest after each that is longer the longer it took: where thousands wait for
 * the Job controller the API server is left to it, and an answer costs the same for one run as for all.
 */
export function createRounds({ gather, clock, signal }: RoundsOptions): Rounds {
  /** By namespace: who waits for its next round. Absent: the next one may begin at once. */
  const waiting = new Map<string, Asker[]>();

  async function round(askers: readonly Asker[]): Promise<void> {
    try {
      const answers = await gather(askers.map(({ run }) => run));
      askers.forEach(({ answered }, index) => {
        const answer = answers[index];
        if (answer) answered.resolve(answer);
        else answered.reject(new Error("whether a pod of the run runs can't be told this time"));
      });
    } catch (error) {
      for (const { answered } of askers) answered.reject(error);
    }
  }

  async function work(namespace: string, first: Asker): Promise<void> {
    let askers = [first];
    while (askers.length > 0) {
      const begun = clock.monotonic();
      await round(askers);
      const restMs = Math.max(REST.leastMs, REST.share * (clock.monotonic() - begun));
      await clock.sleep(restMs, signal).catch(() => undefined);
      askers = waiting.get(namespace)?.splice(0) ?? [];
    }
    waiting.delete(namespace);
  }

  return {
    join(run) {
      const { namespace } = run.jobRef;
      const asker = { run, answered: Promise.withResolvers<Evidence>() };
      const known = waiting.get(namespace);
      if (known) known.push(asker);
      else {
        waiting.set(namespace, []);
        void work(namespace, asker);
      }
      return asker.answered.promise;
    },
  };
}
