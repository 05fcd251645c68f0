import { ACTIONS, type Action } from "../model/wire.ts";
import type { LogAsked, TaskName } from "./ports.ts";
import { Refusal } from "./refusal.ts";

/** What can be asked for, and nothing else: no path is handed on to the API server. */
export type Route =
  | { kind: "stream" }
  | { kind: "policies" }
  | { kind: "schedules"; zone: string | undefined }
  | { kind: "task"; task: TaskName }
  | { kind: "log"; asked: LogAsked }
  | { kind: "act"; task: TaskName; action: Action };

/** Names of Kubernetes: DNS labels and subdomains, of which a path of the API server can't be broken out of. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const ZONE = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

/** @param url path and query, as they were sent. @throws Refusal for anything else */
export function routeOf(method: string, url: string): Route {
  const [path = "", search = ""] = url.split("?", 2);
  const query = new URLSearchParams(search);
  const parts = path.split("/").slice(2);
  const route = plainRoute(parts, query) ?? taskRoute(parts, query);
  if (!route) throw new Refusal(404, "there is nothing at this address");
  const wanted = route.kind === "act" ? "POST" : "GET";
  if (method !== wanted) throw new Refusal(405, `this address takes ${wanted} alone`);
  return route;
}

function plainRoute(parts: readonly string[], query: URLSearchParams): Route | undefined {
  const [only, ...more] = parts;
  if (more.length > 0) return undefined;
  if (only === "stream" || only === "policies") return { kind: only };
  return only === "schedules" ? { kind: "schedules", zone: matching("zone", query, ZONE) } : undefined;
}

function taskRoute(parts: readonly string[], query: URLSearchParams): Route | undefined {
  const [first, namespace = "", name = "", what, ...more] = parts;
  if (first !== "task" || more.length > 0 || !NAME.test(namespace) || !NAME.test(name)) return undefined;
  const task = { namespace, name };
  if (what === undefined) return { kind: "task", task };
  if (what === "log") {
    const asked = {
      ...task,
      pod: matching("pod", query, NAME),
      container: matching("container", query, NAME),
    };
    return { kind: "log", asked };
  }
  const action = ACTIONS.find((one) => one === what);
  return action && { kind: "act", task, action };
}

/** @throws Refusal */
function matching(name: string, query: URLSearchParams, pattern: RegExp): string | undefined {
  const value = query.get(name);
  if (value === null || value === "") return undefined;
  if (!pattern.test(value)) throw new Refusal(400, `${name} has a form that no such name has`);
  return value;
}
