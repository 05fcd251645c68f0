import { type AskedSchedule, cronsOf } from "../../api/schedule.ts";
import { CronError } from "../../cron/expression.ts";
import { shortestInterval } from "../../cron/shortest-interval.ts";
import type { Objection, Rule } from "../rule.ts";
import { sentence, short } from "../text/sentence.ts";

const TOO_OFTEN =
  "spec.{field} is {asked}, of which two times are {span} s apart, and policy {policy} asks for at least {least} s: use one that comes more rarely";

/** How near each other two times of a schedule may be. */
export const scheduleInterval: Rule = {
  name: "scheduleInterval",
  refuses: true,
  about: [
    "No schedule comes more often than this: the shortest span between any two of its times, of all its cron expressions together, by a clock that is never changed.",
    "There is no clamping: a task with another schedule is refused. A task without a schedule is not concerned, nor is a CronJob.",
    "kubectl apply does not refuse it: CEL can't work out the times of an expression. The operator does, before any run: Ready is False with reason PolicyViolation. `kubectl batchtask lint` and `policy test` say so beforehand.",
  ],
  example: { scheduleInterval: { minSeconds: 900 } },
  objections: ({ runs }, { name: policy, rules }) => {
    const { minSeconds: least } = rules.scheduleInterval ?? {};
    return least === undefined || !runs?.schedule ? [] : tooOften(runs.schedule, { least, policy });
  },
};

function tooOften(
  schedule: AskedSchedule,
  { least, policy }: { least: number; policy: string },
): Objection[] {
  const expressions = cronsOf(schedule);
  const span = shortestSeconds(expressions);
  if (span === undefined || span >= least) return [];
  const field = `runs.schedule.${schedule.crons ? "crons" : "cron"}`;
  const asked = short(expressions.join(", "));
  const slots = { field, asked, span: String(span), policy, least: String(least) };
  return [{ field, asked, action: "Reject", message: sentence(TOO_OFTEN, slots) }];
}

/** What can't be read has no times: that is told as InvalidSchedule. */
function shortestSeconds(expressions: readonly string[]): number | undefined {
  try {
    const ms = shortestInterval(expressions);
    return ms === undefined ? undefined : ms / 1_000;
  } catch (error) {
    if (error instanceof CronError) return undefined;
    throw error;
  }
}
