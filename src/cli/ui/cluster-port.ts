import type { BatchTask } from "../../api/batchtask.ts";
import { createScheduleCache } from "../../cron/cache.ts";
import { spreadOf } from "../../schedule/spread.ts";
import { schedulesOf } from "../../ui/model/hours.ts";
import { rowOf } from "../../ui/model/row.ts";
import { createTicks } from "../../ui/model/ticks.ts";
import type { Hello, Policies } from "../../ui/model/wire.ts";
import type { ClusterPort } from "../../ui/server/ports.ts";
import { VERSION } from "../release.ts";
import { act } from "./actions.ts";
import { detailOf } from "./detail.ts";
import { explainToPage } from "./explain.ts";
import { followedTasks } from "./follow.ts";
import { tellLogs } from "./log.ts";
import { policiesOf } from "./policies.ts";
import { createRights } from "./rights.ts";
import type { World } from "./world.ts";

/** A rehearsal of all policies is good for so long, in milliseconds. */
const FRESH_MS = 10_000;

/** The page's cluster: what the plugin's verbs have, with the caller's rights. @param namespace undefined: all */
export function clusterPort(world: World, namespace: string | undefined): ClusterPort {
  const { context, cluster } = world;
  const ticks = createTicks({ read: createScheduleCache().read, spreadOf });
  const row = (task: BatchTask) => rowOf(task, ticks.next(task, cluster.now()));
  const tasks = followedTasks(world, namespace, row);
  const rights = createRights(world);
  let rehearsed: { at: number; policies: Policies } | undefined;
  return {
    hello: () => ({ ...helloOf(world, namespace), now: cluster.now() }),
    follow: tasks.follow,
    *rows() {
      for (const task of tasks.list()) yield row(task);
    },
    detail: (task, signal) => detailOf(world, task, { rights, rowOf: row, signal }),
    log: (asked, write, signal) => tellLogs(world, asked, write, signal),
    act: (task, action, signal) => act(world, task, action, signal),
    async policies(signal) {
      const now = context.clock.monotonic();
      if (rehearsed && now - rehearsed.at < FRESH_MS) return rehearsed.policies;
      const known = await tasks.now(signal);
      rehearsed = { at: now, policies: await policiesOf(world, { namespace, tasks: known, signal }) };
      return rehearsed.policies;
    },
    async schedules(zone, signal) {
      const day = { ticks, now: cluster.now(), zone: zone ?? context.timeZone };
      return schedulesOf(await tasks.now(signal), day);
    },
    explain: explainToPage,
  };
}

function helloOf({ context, cluster }: World, namespace: string | undefined): Omit<Hello, "now"> {
  const { names, server, describe } = cluster.access;
  return {
    context: names?.context ?? describe,
    cluster: names?.cluster ?? server,
    ...(names && { user: names.user }),
    namespaces: namespace === undefined ? null : [namespace],
    timeZone: context.timeZone,
    version: VERSION,
  };
}
