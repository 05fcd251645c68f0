import pLimit from "p-limit";
import { exponential } from "../../../kube/backoff.ts";
import type { Client } from "../../../kube/client.ts";
import type { Clock } from "../../../kube/clock.ts";
import type { Evidence } from "../../../status/failure/evidence.ts";
import type { Job, Pod } from "../../../api/job.ts";
import type { JobRef } from "./gather.ts";
import { endedIn, gatherEnd, hasMany, isSettled } from "./gather-end.ts";
import { gatherUnstarted } from "./gather-many.ts";
import { createRounds } from "./rounds.ts";
import { isAboutStart, type Symptom } from "./symptom.ts";

/** What has to be found out about a task's run. */
export interface Question {
  /** The task's. */
  key: string;
  jobRef: JobRef;
  /** The run's Job, where it is there. */
  job?: Job | undefined;
  symptom: Symptom;
  /** How many pods the run's Job has, as far as it tells. */
  active: number;
  /** The Job has ended, or says that it will as failed: what is known of the time before is not enough. */
  isEnding: boolean;
  isFinished: boolean;
}

/**
 * Pods and events are read beside the work: a look at a task does not wait for them, so that what happens meanwhile is
 * seen at once. When they are there the task is looked at again.
 */
export interface Inquiries {
  /**
   * What was found out; undefined while it is being found out, which begins with the question.
   * @throws what kept it from being found out; the next question begins anew, and is read later each time
   */
  ask(question: Question): Evidence | undefined;
  /** Nothing is wrong with the task's run any more, or the task is gone. */
  forget(key: string): void;
  /** Resolves once it is found out, or can't be; undefined: nothing is being found out about the task. */
  answered(key: string): Promise<void> | undefined;
  /** As `answered`, of what the status waits for: why no pod runs yet is not. */
  awaited(key: string): Promise<void> | undefined;
  /** Nobody asks any more. */
  close(): void;
}

export interface InquiriesOptions {
  client: Client;
  clock: Clock;
  /** Has a task looked at. */
  wake: (key: string, symptom: Symptom) => void;
}

interface Inquiry {
  question: Question;
  /** Pods that an answer told of which is asked for once more. */
  seen: readonly Pod[];
  done: Promise<void>;
  answer?: { evidence: Evidence; at: number } | { error: unknown };
}

/** Questions that could not be answered. */
interface Failures {
  about: string;
  inTurn: number;
  /** What is lost with none of them. */
  seen: readonly Pod[];
}

/** At the same time: of ends and failures, which somebody waits for; and rounds of namespaces. */
const AT_ONCE = { ends: 32, rounds: 32 };
/** Pods that did not run so long ago may do so by now. */
const FRESH_MS = 5_000;
/** After so long a question is read once more that could not be answered. */
const AGAIN = { initialMs: 1_000, maxMs: 60_000, factor: 2 };

export function createInquiries({ client, clock, wake }: InquiriesOptions): Inquiries {
  const inquiries = new Map<string, Inquiry>();
  const failures = new Map<string, Failures>();
  const closed = new AbortController();
  const { signal } = closed;
  const ends = pLimit(AT_ONCE.ends);
  const inTurn = pLimit(AT_ONCE.rounds);
  const rounds = createRounds({
    gather: (runs) => inTurn(() => gatherUnstarted(client, runs, signal)),
    clock,
    signal,
  });

  function failuresOf(question: Question): Pick<Failures, "inTurn" | "seen"> {
    const known = failures.get(question.key);
    return known?.about === aboutWhat(question) ? known : { inTurn: 0, seen: [] };
  }

  async function read({ question, seen }: Inquiry): Promise<Evidence> {
    const { symptom, jobRef, active } = question;
    if (isAboutStart(symptom))
      return rounds.join({
        jobRef,
        active,
        hasBegun: symptom === "NotReady",
        isLarge: hasMany(question.job),
      });
    const failed = failuresOf(question).inTurn;
    if (failed > 0) await clock.sleep(exponential(AGAIN, failed - 1), signal);
    return ends(() => gatherEnd(client, { ...question, seen }, signal));
  }

  function begin(question: Question, seen = failuresOf(question).seen): void {
    const { key, symptom } = question;
    const inquiry: Inquiry = { question, seen, done: Promise.resolve() };
    const settle = (answer: NonNullable<Inquiry["answer"]>): void => {
      if (inquiries.get(key) !== inquiry) return;
      inquiry.answer = answer;
      if ("error" in answer)
        failures.set(key, { about: aboutWhat(question), inTurn: failuresOf(question).inTurn + 1, seen });
      else failures.delete(key);
      if (!signal.aborted) wake(key, symptom);
    };
    inquiry.done = read(inquiry).then(
      (evidence) => settle({ evidence, at: clock.monotonic() }),
      (error: unknown) => settle({ error }),
    );
    inquiries.set(key, inquiry);
  }

  return {
    ask(question) {
      const { key } = question;
      const known = inquiries.get(key);
      if (known && aboutWhat(known.question) === aboutWhat(question)) {
        const { answer } = known;
        if (!answer) return undefined;
        inquiries.delete(key);
        if ("error" in answer) throw answer.error;
        if (isEnough(question, { ...answer, asked: known.question, now: clock.monotonic() }))
          return answer.evidence;
        begin(question, endedIn(answer.evidence));
        return undefined;
      }
      begin(question);
      return undefined;
    },
    forget(key) {
      inquiries.delete(key);
      failures.delete(key);
    },
    answered: (key) => inquiries.get(key)?.done,
    awaited(key) {
      const { question, done } = inquiries.get(key) ?? {};
      return isAboutStart(question?.symptom) ? undefined : done;
    },
    close: () => closed.abort(new DOMException("the work has ended", "AbortError")),
  };
}

/** An answer to another question is none: not to one that was asked before the run began to end. */
function aboutWhat({ jobRef, symptom, isEnding }: Question): string {
  return [jobRef.jobUID, symptom, isEnding].join();
}

interface Answer {
  evidence: Evidence;
  asked: Question;
  /** When it was there, and now: in milliseconds that never jump. */
  at: number;
  now: number;
}

/**
 * Pods that did not run may do so by now. What was not settled of a run that was about to fail may be so once it has.
 */
function isEnough({ symptom, isFinished, job }: Question, { evidence, asked, at, now }: Answer): boolean {
  if (isAboutStart(symptom)) return now - at <= FRESH_MS;
  return asked.isFinished === isFinished || (job !== undefined && isSettled(job, evidence));
}
