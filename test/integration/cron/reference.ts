import * as z from "zod";
import { type Environment, runOrThrow } from "../../cluster/util/run.ts";

/** Without its beginning and with its end; seconds since the epoch, as all times here. */
export interface Span {
  from: number;
  until: number;
}

export interface Walk extends Span {
  expression: string;
  zone: string;
}

/** The seconds east of UTC before an instant and from it on. */
export interface Change {
  at: number;
  before: number;
  after: number;
}

/** What the CronJob controller's own library says: test/tools/cron. */
export interface Reference {
  /** The changes of the clock of each zone; before them, what it has when the span begins. */
  changes(zones: readonly string[], span: Span): Promise<Map<string, Change[]>>;
  /** Of each name whether it is a zone. */
  known(names: readonly string[]): Promise<boolean[]>;
  /** The times of each walk. */
  times(walks: readonly Walk[]): Promise<number[][]>;
}

const answer = z.object({
  changes: z.array(z.array(z.object({ at: z.int(), before: z.int(), after: z.int() }))),
  known: z.array(z.boolean()),
  times: z.array(z.array(z.int())),
});

export function createReference(path: string, environment: Environment): Reference {
  const ask = async (request: object): Promise<z.infer<typeof answer>> => {
    const { stdout } = await runOrThrow([path], { environment, input: JSON.stringify(request) });
    return answer.parse(JSON.parse(stdout));
  };
  return {
    async changes(zones, span) {
      const { changes } = await ask({ zones, span });
      return new Map(zones.map((zone, index) => [zone, changes[index] ?? []]));
    },
    async known(names) {
      return (await ask({ names })).known;
    },
    async times(walks) {
      return (await ask({ walks })).times;
    },
  };
}
