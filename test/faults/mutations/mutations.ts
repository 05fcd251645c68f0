/** One defence taken out of the operator's source, and the plans that must then fail. */
export interface Mutation {
  readonly defence: string;
  /** Each text must be there exactly once. */
  readonly edits: readonly { readonly file: string; readonly find: string; readonly put: string }[];
  readonly plans: readonly string[];
}

const NO_LIVE_READ = {
  file: "src/controllers/batchtask/observe.ts",
  find: "const live = await liveTask(reads, cached, signal);",
  put: "const live: BatchTask | undefined = cached;",
};
const NO_EVENTS = {
  file: "src/controllers/batchtask/live-job.ts",
  find: "const jobUID = mayHaveOne(task) ? await earlierJobs.uidOf(ref, signal) : run.jobUID;",
  put: "const { jobUID } = run;",
};

export const MUTATIONS: readonly Mutation[] = [
  {
    defence: "only of a task that is new to everybody the Job is made without a look",
    edits: [
      {
        file: "src/controllers/batchtask/unstarted.ts",
        find: "return version !== undefined && isLater(version);",
        put: "return version !== barrier;",
      },
    ],
    plans: ["stale-recreated-before-record"],
  },
  {
    defence: "the task is read live before its Job is made",
    edits: [NO_LIVE_READ],
    plans: ["stale-recreated-after-record"],
  },
  {
    defence: "a Job that is not on record is known by its events",
    edits: [NO_EVENTS],
    plans: ["crash-away-unrecorded"],
  },
  {
    defence: "the live read, and what the Job's events tell beside it",
    edits: [NO_LIVE_READ, NO_EVENTS],
    plans: ["stale-restart-after-result"],
  },
  {
    defence: "ownership is the UID of the controller",
    edits: [
      {
        file: "src/job/ownership.ts",
        find: "return controllerOf(job)?.uid === task.metadata.uid;",
        put: 'return job.metadata?.labels?.["batchtask.dev/name"] === task.metadata.name;',
      },
    ],
    plans: ["foreign-job"],
  },
  {
    defence: "own writes are seen at once",
    edits: [
      {
        file: "src/kube/store/store.ts",
        find: "    upsert(object) {",
        put: "    upsert(object) {\n      if (object) return;",
      },
    ],
    plans: ["stream-jobs-first"],
  },
  {
    defence: "the fence: a leader stops at its own deadline",
    edits: [
      {
        file: "src/kube/leader-election/term.ts",
        find: "if (clock.monotonic() < deadline) return false;",
        put: "if (clock.monotonic() > 0) return false;",
      },
    ],
    plans: ["replicas-leader-frozen-midway"],
  },
  {
    defence: "the TTL of 600 s until the result is recorded, and what the Job's events tell after that",
    edits: [
      {
        file: "src/controllers/batchtask/diagnosis/symptom.ts",
        find: 'if (!job) return isLost(run) ? "JobGone" : undefined;',
        put: "if (!job) return undefined;",
      },
      {
        file: "src/job/ttl-seconds-after-finished.ts",
        find: "return ttl === undefined || resultRecorded ? ttl : Math.max(ttl, UNRECORDED_TTL_SECONDS);",
        put: "return resultRecorded ? ttl : ttl;",
      },
    ],
    plans: ["crash-away-at-the-end"],
  },
  {
    defence: "a terminal status is sticky",
    edits: [
      {
        file: "src/status/compute-status.ts",
        find: "if (isRunFinished(before) && !isRefusal(inputs)) return keep(inputs, before);",
        put: "if (isRunFinished(before) && !isRefusal(inputs) && inputs.job) return keep(inputs, before);",
      },
    ],
    plans: ["crash-away-at-the-end"],
  },
  {
    defence: "a watch that is silent for 70 s is broken",
    edits: [
      { file: "src/kube/reflector/reflector.ts", find: "silenceMs: 70_000,", put: "silenceMs: 70_000_000," },
    ],
    plans: ["stream-silent"],
  },
  {
    defence: "after a break of more than 2 s all is read anew",
    edits: [
      {
        file: "src/kube/reflector/reflector.ts",
        find: "longestBreakMs: 2_000,",
        put: "longestBreakMs: 2_000_000,",
      },
      {
        file: "src/kube/reflector/reflector.ts",
        find: "failuresBeforeRelist = 3",
        put: "failuresBeforeRelist = 3_000",
      },
    ],
    plans: ["restore"],
  },
  {
    defence: "a schedule's run is on record before its Job is made",
    edits: [
      {
        file: "src/controllers/batchtask/decide.ts",
        find: 'return needsRecord === true || (trigger === "Scheduled" && !recorded?.run);',
        put: 'return needsRecord === true && trigger === "Scheduled" && recorded?.run !== undefined;',
      },
    ],
    plans: ["schedule"],
  },
  {
    defence: "a schedule's time is done with once its run is on record, in handledTime and by the run itself",
    edits: [
      {
        file: "src/schedule/record.ts",
        find: "handledTime: isTaken ? taken : metaTime(plan.handled),",
        put: "handledTime: metaTime(plan.handled),",
      },
      {
        file: "src/schedule/plan.ts",
        find: "Math.max(handledTime(task, circumstances, isSuspended), timeOf(task.status?.run))",
        put: "Math.max(handledTime(task, circumstances, isSuspended), timeOf(undefined))",
      },
    ],
    plans: ["schedule"],
  },
  {
    defence: "of a schedule's times that have come those that have no run are told as missed",
    edits: [
      {
        file: "src/schedule/due.ts",
        find: "return { handled: before, time: latest, next, missed: missed(times, { ...standing, latest }, before) };",
        put: "return { handled: before, time: latest, next, missed: NONE };",
      },
    ],
    plans: ["schedule"],
  },
  {
    defence: "a schedule's clock is the API server's",
    edits: [
      {
        file: "src/operator/operator.ts",
        find: "const clock = createServerClock(options.clock, () => wakeScheduled(caches.tasks, queue));",
        put: "const clock = { ...options.clock, heard: () => undefined };",
      },
    ],
    plans: ["replicas-clock-jumps"],
  },
];
