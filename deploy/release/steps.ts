/** How a step came out, other than by an error. */
export type Outcome = { readonly skipped: string } | undefined;

/** Does one thing after another, and says so; what a machine can't do is told and counted. */
export interface Steps {
  /** @throws Error what the step throws, with its name */
  readonly step: (name: string, act: () => Promise<Outcome | void>) => Promise<void>;
  /** Says a line between steps. */
  readonly say: (line: string) => void;
  /** The last line: how many, and how many of them were skipped. */
  readonly summary: () => string;
}

/** @param now milliseconds, of any origin */
export function createSteps(say: (line: string) => void, now: () => number): Steps {
  const began = now();
  const seconds = (since: number): string => `${((now() - since) / 1000).toFixed(1)} s`;
  let [done, skipped] = [0, 0];
  return {
    say,
    async step(name, act) {
      const start = now();
      let outcome: Outcome | void;
      try {
        outcome = await act();
      } catch (error) {
        throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      }
      if (outcome === undefined) done++;
      else skipped++;
      say(
        outcome === undefined
          ? `ok       ${name} (${seconds(start)})`
          : `skipped  ${name}: ${outcome.skipped}`,
      );
    },
    summary: () => `${done} steps done, ${skipped} skipped, in ${seconds(began)}`,
  };
}
