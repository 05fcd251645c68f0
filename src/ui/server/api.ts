import type { IncomingMessage, ServerResponse } from "node:http";
import { confirmedUID } from "./body.ts";
import { eventStream } from "./events.ts";
import { checkKnown, checkOrigin } from "./guard.ts";
import { json } from "./json.ts";
import { tellLog } from "./log.ts";
import { Refusal } from "./refusal.ts";
import { type Route, routeOf } from "./route.ts";
import { tellPicture } from "./stream.ts";
import type { World } from "./world.ts";

/** Answers what the page asks for, and nothing else. @throws Refusal, and what the cluster throws */
export async function answerApi(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "", url = "", headers } = request;
  checkOrigin(headers, method === "POST");
  checkKnown(headers, world.session);
  const route = routeOf(method, url);
  world.touch();
  if (route.kind === "stream" || route.kind === "log") return await answerEvents(world, route, response);
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  json(response, 200, await answerOnce(world, route, { request, signal: gone.signal }));
}

async function answerOnce(
  { cluster }: World,
  route: Exclude<Route, { kind: "stream" | "log" }>,
  { request, signal }: { request: IncomingMessage; signal: AbortSignal },
): Promise<object> {
  switch (route.kind) {
    case "task":
      return await cluster.detail(route.task, signal);
    case "policies":
      return await cluster.policies(signal);
    case "schedules":
      return await cluster.schedules(route.zone, signal);
    case "act":
      return await cluster.act({ ...route.task, uid: await confirmedUID(request) }, route.action, signal);
  }
}

async function answerEvents(
  world: World,
  route: Extract<Route, { kind: "stream" | "log" }>,
  response: ServerResponse,
): Promise<void> {
  const { cluster, hub, clock, limits, open } = world;
  const kind = route.kind === "stream" ? "streams" : "logs";
  if (open[kind] >= limits[kind])
    throw new Refusal(503, `${limits[kind]} of these are open already`, "Close other tabs with this page");
  open[kind] += 1;
  response.on("close", () => {
    open[kind] -= 1;
    world.touch();
  });
  const events = eventStream(response, limits);
  if (route.kind === "log") return await tellLog(events, cluster, route.asked);
  await tellPicture(events, {
    cluster,
    hub,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    batchMs: limits.batchMs,
  });
}
