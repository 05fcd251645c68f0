import type { Hour, Policies, Row, Schedules } from "../../../src/ui/model/wire.ts";
import { at, NOW } from "./rows.ts";

const HOUR = 3_600_000;

export function policiesOf(rows: readonly Row[]): Policies {
  const count = (namespace: string) => rows.filter((row) => row.namespace === namespace).length;
  const cell = (policy: string, namespace: string, changed: number, refused: number) => ({
    policy,
    namespace,
    tasks: count(namespace),
    changed,
    refused,
    examples: rows
      .filter((row) => row.namespace === namespace)
      .slice(0, changed + refused)
      .map(({ name: task }, index) => ({
        task,
        message:
          index < refused
            ? "image registry.example/nb:latest is not allowed: name a version"
            : "limits.memory 2Gi becomes 512Mi",
      })),
  });
  return {
    policies: [
      { name: "batch-default", mode: "Enforce" },
      { name: "gpu-team", mode: "Enforce" },
      { name: "images-of-ours", mode: "Warn" },
    ],
    cells: [
      ...["billing", "data-science", "platform", "web"].map((namespace, index) =>
        cell("batch-default", namespace, [3, 5, 0, 1][index] ?? 0, 0),
      ),
      cell("gpu-team", "data-science", 2, 1),
      ...["billing", "data-science", "platform", "web"].map((namespace, index) =>
        cell("images-of-ours", namespace, 0, [0, 2, 1, 0][index] ?? 0),
      ),
    ],
    exemptions: [
      {
        policy: "batch-default",
        selector: "namespace platform, app=restore-drill",
        until: at(NOW + 11 * 24 * HOUR),
        reason: "Restores need 16Gi until volumes are split",
      },
      {
        policy: "gpu-team",
        selector: "task train-ranker",
        until: at(NOW - 26 * HOUR),
        reason: "Paper deadline",
      },
    ],
    refusals: [
      {
        namespace: "data-science",
        name: "notebook-export",
        at: at(NOW - 61 * 60_000),
        policy: "gpu-team",
        message:
          "template.spec.containers[0].image ghcr.io/x/nb:latest: policy gpu-team allows tags but latest; name a version",
      },
    ],
  };
}

export function schedulesOf(rows: readonly Row[]): Schedules {
  const first = Math.floor(NOW / HOUR) * HOUR;
  const hours = Array.from({ length: 24 }, (_, index): Hour => {
    const from = first + index * HOUR;
    const starts = rows
      .filter(({ schedule }) => schedule && !schedule.suspended)
      .map(({ uid, schedule }) => ({
        uid,
        times: timesIn(schedule?.cron ?? "", from)
          .filter((time) => time > NOW)
          .map(at),
      }))
      .filter(({ times }) => times.length > 0);
    return {
      from: at(from),
      starts,
      tasks: starts.length,
      count: starts.reduce((sum, { times }) => sum + times.length, 0),
    };
  });
  return {
    hours,
    missCount: 1,
    skippedCount: 1,
    misses: [
      {
        uid: "uid-platform-backup-etcd",
        namespace: "platform",
        name: "backup-etcd",
        message: "00:00 was missed: the run before went on (concurrencyPolicy Forbid)",
      },
    ],
    skipped: [
      {
        uid: "uid-platform-usage-report",
        namespace: "platform",
        name: "usage-report",
        message: "its schedule is suspended",
      },
    ],
  };
}

/** Of the schedules that rows have here: each so many hours, or at one hour. */
function timesIn(cron: string, from: number): number[] {
  const hour = new Date(from).getUTCHours();
  const [, each, one] = /^0 (?:\*\/(\d+)|(\d+)) /.exec(cron) ?? [];
  return (each ? hour % Number(each) === 0 : hour === Number(one)) ? [from] : [];
}
