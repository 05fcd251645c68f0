import { defined } from "../../api/defined.ts";
import { cronsOf } from "../../api/schedule.ts";
import { DEFAULT_TIME_ZONE } from "../../cron/time-zone.ts";
import { meaningOf } from "../schedule/meaning.ts";
import { spreadMsOf, type Upcoming, upcomingTimes } from "../schedule/upcoming.ts";
import type { Subject } from "./subject.ts";

/** What `next` says of one task, and prints as JSON. */
export interface Answer {
  namespace: string;
  name: string;
  crons: readonly string[];
  timeZone: string;
  /** In plain English. */
  meaning: string;
  /** Which field suspends it: none of the times counts until it is resumed. */
  suspendedBy?: string;
  spreadSeconds?: number;
  /** Its part of the spread; absent of a task of a file, which has no UID. */
  putOffSeconds?: number;
  notBefore?: string;
  notAfter?: string;
  dueSince?: string;
  times: Upcoming[];
}

/**
 * The next times of a task, in time of the cluster. Pure.
 * @throws CronError
 */
export function answerOf(subject: Subject, after: number, count: number): Answer {
  const { namespace, name, schedule, uid, suspendedBy, dueSince } = subject;
  const { timeZone = DEFAULT_TIME_ZONE, spreadSeconds, notBefore, notAfter } = schedule;
  const putOffMs = spreadSeconds ? spreadMsOf(schedule, uid) : undefined;
  return {
    namespace,
    name,
    crons: cronsOf(schedule),
    timeZone,
    meaning: meaningOf(schedule),
    ...defined({
      suspendedBy,
      spreadSeconds,
      putOffSeconds: putOffMs === undefined ? undefined : putOffMs / 1_000,
      notBefore,
      notAfter,
      dueSince,
    }),
    times: upcomingTimes(schedule, { after, count, uid }),
  };
}
