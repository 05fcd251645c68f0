import { GROUP, PLURAL } from "../../api/group.ts";
import { probeOf } from "../check/cluster-probe.ts";
import type { World } from "./world.ts";

/** What of a task's changes the caller has a right to. */
export interface Rights {
  may: (verb: "patch" | "delete", namespace: string) => Promise<boolean>;
}

/** An answer is good for so long, in milliseconds. */
const FRESH_MS = 60_000;

/** Asks the API server, once a minute for each namespace. */
export function createRights({ context, cluster }: World): Rights {
  const { clock, signal } = context;
  const probe = probeOf(cluster, signal);
  const known = new Map<string, { at: number; answer: Promise<boolean> }>();
  return {
    may(verb, namespace) {
      const key = `${verb}/${namespace}`;
      const found = known.get(key);
      if (found && clock.monotonic() - found.at < FRESH_MS) return found.answer;
      const answer = probe.may({ verb, group: GROUP, resource: PLURAL, namespace });
      known.set(key, { at: clock.monotonic(), answer });
      answer.catch(() => known.delete(key));
      return answer;
    },
  };
}
