import type { Rule } from "../rule.ts";

/** Times in which no run starts. When they are is worked out in src/guardrails/freezes. */
export const freezes: Rule = {
  name: "freezes",
  about: [
    "Times in which no run starts, by a cron expression as a CronJob has it, a time zone and a length: for a release, a maintenance, a close of the books. A freeze begins at each time of its schedule and lasts durationSeconds.",
    "A task that would start, be resumed or run again meanwhile is Queued with reason Frozen; its message names the policy, the reason and the end. It starts when the freeze ends, by the API server's clock. Freezes that overlap, or follow each other without a gap, hold until the end of the last one.",
    "Running tasks are never stopped. An edit with runs.onChange Immediately stops its own run as ever, and the next one waits. A task that waits in a freeze takes no slot of a limit, and keeps its place in order of creation. A Job that is in Kueue's queue already is Kueue's to start.",
    "Around changes of the clock: a time that the clock leaves out comes at the first instant after, and one that comes twice at its first; with a `*` in minute or hour a schedule goes on in real time.",
    "A change of the policy holds at once. A freeze that can't be read holds nothing up: the API server refuses what it can, and the rest, as 30 February, is told by the policy's condition Unreadable.",
  ],
  example: {
    freezes: [
      {
        schedule: "0 18 * * fri",
        timeZone: "Europe/Berlin",
        durationSeconds: 216_000,
        reason: "no releases over the weekend",
      },
    ],
  },
};
