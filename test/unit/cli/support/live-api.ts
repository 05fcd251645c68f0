import type { ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import type { Context } from "../../../../src/cli/context.ts";
import { systemClock } from "../../../../src/kube/clock.ts";
import { fakeServer, json, type SeenRequest, status } from "../../kube/support/fake-server.ts";
import { clusterAt } from "./cluster-at.ts";
import { contextOf } from "./context.ts";

interface Named {
  metadata?: { name?: string };
}

/** So much faster than the world's is the clock of the commands that are tested. */
const FASTER = 50;

/** An API server whose lists can be followed, with logs, and the context of a command that works on it. */
export async function liveApi() {
  const objects = new Map<string, Map<string, object>>();
  const watchers = new Map<string, Map<ServerResponse, string | undefined>>();
  /** Of each container: what it has written. Those of `open` write on. */
  const logs = new Map<string, string>();
  const open = new Set<string>();
  /** Of these the next log is cut off, as by a load balancer. */
  const cut = new Set<string>();
  const forbidden = new Set<string>();
  let version = 1;

  const all = (plural: string, only: string | undefined): object[] =>
    [...(objects.get(plural) ?? [])].filter(([name]) => (only ?? name) === name).map(([, object]) => object);
  function log({ query }: SeenRequest, response: ServerResponse): void {
    const container = query.get("container") ?? "";
    response.writeHead(200);
    response.write(query.has("previous") ? "" : (logs.get(container) ?? ""));
    response.flushHeaders();
    if (cut.delete(container)) return void setTimeout(() => response.destroy(), 20);
    if (!query.has("follow") || !open.has(container)) response.end();
  }
  function watch(plural: string, only: string | undefined, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "application/json" });
    for (const object of all(plural, only)) send(response, "ADDED", object);
    const annotations = { "k8s.io/initial-events-end": "true" };
    send(response, "BOOKMARK", { metadata: { resourceVersion: String(version), annotations } });
    const known = watchers.get(plural) ?? new Map<ServerResponse, string | undefined>();
    watchers.set(plural, known.set(response, only));
    response.on("close", () => known.delete(response));
  }
  const server = await fakeServer([
    (request, response) => {
      const last = request.path.split("/").at(-1) ?? "";
      if (last === "log") return log(request, response);
      if (forbidden.has(last)) return status(403, "Forbidden")(request, response);
      const only = /^metadata\.name=(.*)$/.exec(request.query.get("fieldSelector") ?? "")?.[1];
      if (request.query.has("watch")) return watch(last, only, response);
      json({ metadata: { resourceVersion: String(version) }, items: all(last, only) })(request, response);
    },
  ]);
  const clock = {
    ...systemClock,
    monotonic: () => systemClock.monotonic() * FASTER,
    sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / FASTER, signal),
  };
  const seen = contextOf();
  const context: Context = { ...seen.context, clock };
  const cluster = clusterAt(server);
  onTestFinished(async () => {
    seen.stop.abort();
    await server.close();
  });
  return {
    ...seen,
    world: { context, cluster },
    logs,
    open,
    cut,
    forbidden,
    /** Stores an object, and tells those who follow. */
    put: (plural: string, object: Named): void => {
      version += 1;
      const known = objects.get(plural) ?? new Map<string, object>();
      objects.set(plural, known);
      const { name = "" } = object.metadata ?? {};
      const type = known.has(name) ? "MODIFIED" : "ADDED";
      const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
      known.set(name, stored);
      for (const [response, only] of watchers.get(plural) ?? [])
        if ((only ?? name) === name) send(response, type, stored);
    },
  };
}

function send(response: ServerResponse, type: string, object: object): void {
  response.write(`${JSON.stringify({ type, object })}\n`);
}
