import { setTimeout as sleep } from "node:timers/promises";
import { createOne, type Creation } from "../load.ts";
import { eventLoop } from "../measure/event-loop.ts";
import { type Figures, figures } from "../measure/figures.ts";
import { sentBy } from "../measure/requests.ts";
import { untilQuiet } from "../measure/quiet.ts";
import { until } from "../measure/wait.ts";
import type { Scene } from "./mode.ts";

const NAME = "created-while-away";
const PAUSE_MS = 50;

/** Starts the operator anew, and says how long a task waits that was created meanwhile, and what of the old changes. */
export async function restarted(scene: Scene, oldPrefix: string): Promise<Figures> {
  const { witness, amounts } = scene;
  const changes = witness.changes(oldPrefix);
  let creation: Promise<Creation> | undefined;
  const operator = await scene.restart(() => {
    creation = createOnceTaken(scene);
    creation.catch(() => undefined);
  });
  await creation;
  const seen = witness.of(NAME);
  const isServed = (): boolean => witness.count("jobAt") > 0 && seen.jobAt !== undefined;
  await until("the new task's Job exists", amounts.limitMs, isServed);
  const { eventLoopMaxMs } = eventLoop(await operator.scrape());
  await untilQuiet(operator);
  return figures({
    restartSeconds: ((seen.jobAt ?? Number.NaN) - operator.process.startedAt) / 1_000,
    restartTurnMs: eventLoopMaxMs,
    restartChanges: witness.changes(oldPrefix) - changes,
    restartWrites: sentBy(await operator.scrape()).writes,
  });
}

/** Creates the new object as soon as the API server takes it: with a webhook, that is once the operator serves it. */
async function createOnceTaken({ stage, subject, amounts }: Scene): Promise<Creation> {
  const end = performance.now() + amounts.limitMs;
  for (;;) {
    try {
      return await createOne(stage, subject, NAME, { suspend: true });
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
