import type { Detail, PodView, Row, Section } from "../../../src/ui/model/wire.ts";

/** What explain would say of the task, in its form. */
export function detailOf(row: Row): Detail {
  const { name, namespace } = row;
  const runs = row.run ? [row.run, ...row.history] : row.history;
  const going = row.phase === "Running" || row.phase === "Starting";
  return {
    row,
    yaml: yamlOf(row),
    sections: sectionsOf(row),
    guardrails: [
      {
        field: "template.spec.containers[0].resources.limits.memory",
        before: "2Gi",
        after: "512Mi",
        policy: "batch-default",
        rule: "resources",
      },
      { field: "activeDeadlineSeconds", after: "7200", policy: "baseline", rule: "activeDeadlineSeconds" },
    ],
    runs,
    pods: row.name === "cert-check" ? [] : podsOf(row),
    podsUnread: row.name === "cert-check",
    next: {
      text: nextOf(row),
      commands: [
        `kubectl batchtask logs ${name} -n ${namespace}`,
        `kubectl batchtask rerun ${name} -n ${namespace}`,
      ],
    },
    allowed: {
      rerun: { allowed: true },
      suspend: { allowed: going },
      resume: { allowed: row.suspended },
      cancel: going ? { allowed: true } : { allowed: false, why: "it has ended" },
    },
  };
}

const nextOf = ({ run }: Row): string =>
  run?.reason === "OOMKilled"
    ? "Raise resources.limits.memory of the container, or let it need less."
    : "Read its log.";

const labelled = (label: string, text: string): Section["lines"][number] => [
  { text: label, tone: "muted" },
  { text },
];

function sectionsOf({ name, namespace, phase, run, message = "", reason = phase, schedule }: Row): Section[] {
  const bad = run?.outcome === "Failed" || run?.outcome === "Rejected";
  const pod = `${name}-${run?.number}-h2x9c`;
  const first: Section = {
    title: `${name} ${phase}`,
    lines: [
      labelled("Namespace", namespace),
      labelled("State", message ? `${reason}: ${message}` : reason),
      ...(run ? [labelled("Run", String(run.number)), labelled("Job", `${name}-${run.number}`)] : []),
    ],
  };
  const why: Section = {
    title: "Why",
    lines: [
      labelled("Reason", `${run?.reason}, exit code 137`),
      labelled("Message", `Container export of pod ${pod} ended with exit code 137 (SIGKILL)`),
      labelled("Where", `pod ${pod}, attempt 3, container export, node n-7`),
    ],
  };
  const when: Section = {
    title: "Schedule",
    lines: [
      labelled("Times", `${schedule?.cron} ${schedule?.timeZone}`),
      labelled("Next", schedule?.next[0] ?? "none"),
    ],
  };
  const events: Section = {
    title: "Last events",
    lines: [
      "AGE   OF          REASON             MESSAGE",
      `10s   BatchTask   RunStarted         Run ${run?.number} started as Job ${name}-${run?.number}`,
      `9s    Job         SuccessfulCreate   Created pod: ${pod}`,
    ].map((text) => [{ text, tone: "code" }]),
  };
  return [first, ...(bad ? [why] : []), ...(schedule ? [when] : []), events];
}

function podsOf({ name, run, phase }: Row): PodView[] {
  if (!run || phase === "Queued" || phase === "Suspended" || phase === "Rejected") return [];
  if (phase === "Starting")
    return [{ name: `${name}-${run.number}-h2x9c`, phase: "Pending", containers: [] }];
  const failed = run.outcome === "Failed";
  const state = failed
    ? { state: "terminated", reason: run.reason ?? "Error", exitCode: 137 }
    : { state: run.ended ? "terminated" : "running" };
  return [
    {
      name: `${name}-${run.number}-h2x9c`,
      node: "n-7",
      phase: failed ? "Failed" : run.ended ? "Succeeded" : "Running",
      containers: [
        { name: "export", restarts: 0, ...state },
        {
          name: "proxy",
          restarts: failed ? 2 : 0,
          state: run.ended ? "terminated" : "running",
          ...(run.ended && { exitCode: 0 }),
        },
      ],
    },
  ];
}

const yamlOf = ({ name, namespace, schedule }: Row): string => `apiVersion: batchtask.dev/v1alpha1
kind: BatchTask
metadata:
  name: ${name}
  namespace: ${namespace}
spec:${schedule ? `\n  runs:\n    schedule:\n      cron: "${schedule.cron}"\n      timeZone: ${schedule.timeZone}` : ""}
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: export
          image: registry.example/${name}:v4.2
`;
