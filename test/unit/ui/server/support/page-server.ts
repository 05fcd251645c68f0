import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";
import type { Row } from "../../../../../src/ui/model/wire.ts";
import type { ClusterPort, Listener } from "../../../../../src/ui/server/ports.ts";
import { Refusal } from "../../../../../src/ui/server/refusal.ts";
import { servePage } from "../../../../../src/ui/server/server.ts";
import type { Limits, ServerClock } from "../../../../../src/ui/server/world.ts";
import { isRecord } from "../../../../../src/kube/json.ts";
import { systemClock } from "../../../../../src/kube/clock.ts";

export function row(name: string, fields: Partial<Row> = {}): Row {
  return {
    uid: `uid-${name}`,
    namespace: "team",
    name,
    created: "2026-01-01T00:00:00Z",
    phase: "Running",
    policies: [],
    suspended: false,
    history: [],
    resourceVersion: "1",
    ...fields,
  };
}

/** A cluster of rows, and what was asked of it. */
export function fakeCluster(fields: Partial<ClusterPort> = {}) {
  const rows = new Map([row("a"), row("b")].map((one) => [one.uid, one]));
  const acted: string[] = [];
  let watches = 0;
  let listener: Listener | undefined;
  const port: ClusterPort = {
    hello: () => ({
      context: "test",
      cluster: "test",
      namespaces: null,
      timeZone: "Etc/UTC",
      version: "1",
      now: 0,
    }),
    async follow(told, signal) {
      watches += 1;
      listener = told;
      told.synced();
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      watches -= 1;
      listener = undefined;
    },
    rows: () => rows.values(),
    async detail({ name }) {
      throw new Refusal(404, `there is no BatchTask ${name}`, "It may have been deleted");
    },
    async log(asked, write) {
      write({ source: asked.pod ?? "all", text: "<script>alert(1)</script>" });
      return "The run has ended";
    },
    async act({ namespace, name, uid }, action) {
      acted.push(`${action} ${namespace}/${name} ${uid}`);
      return { message: "done" };
    },
    policies: async () => ({ policies: [], cells: [], exemptions: [], refusals: [] }),
    schedules: async (zone) => ({
      hours: [{ from: zone ?? "none", starts: [], tasks: 0, count: 0 }],
      misses: [],
      missCount: 0,
      skippedCount: 0,
      skipped: [],
    }),
    explain: (error) => ({ status: 500, message: String(error) }),
    ...fields,
  };
  return {
    port,
    rows,
    acted,
    watches: () => watches,
    listener: () => listener,
    change(one: Row) {
      rows.set(one.uid, one);
      listener?.changed({ upserts: [one], deletes: [] });
    },
  };
}

const ASSETS = new Map([
  ["/", { type: "text/html; charset=utf-8", body: "<!doctype html>" }],
  ["/page.js", { type: "text/javascript; charset=utf-8", body: "1" }],
]);

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A server until the test ends, and ways to ask it as browsers do, and as they don't. */
export async function pageServer(
  given: { cluster?: Partial<ClusterPort>; clock?: ServerClock; limits?: Partial<Limits> } = {},
) {
  const cluster = fakeCluster(given.cluster);
  let secrets = 0;
  const server = await servePage({
    cluster: cluster.port,
    assets: ASSETS,
    secret: () => `secret-${(secrets += 1)}`,
    clock: given.clock ?? systemClock,
    port: 0,
    limits: { batchMs: 10, ...given.limits },
  });
  onTestFinished(() => server.close());
  const { port } = server;
  const own = `http://127.0.0.1:${port}`;
  const base = "/secret-3/";
  const within = (path: string): string => (path.startsWith("/") ? `${base}${path.slice(1)}` : path);
  const open = (path: string, { method = "GET", headers = {}, body }: Asked = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const asked = { host: "127.0.0.1", port, path: within(path), method, headers, agent: false };
      const request = httpRequest(asked, resolve);
      request.on("error", reject);
      request.end(body);
    });
  const ask = async (path: string, asked?: Asked): Promise<Answer> => {
    const response = await open(path, asked);
    let body = "";
    for await (const chunk of response) body += String(chunk);
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  };
  const cookie = `batchtask-${port}=secret-2`;
  const as = (headers: Record<string, string> = {}) => ({ headers: { cookie, ...headers } });
  return {
    server,
    cluster,
    open,
    ask,
    own,
    base,
    cookie,
    /** As the page's own script asks. */
    asPage: (path: string, headers?: Record<string, string>) => ask(path, as(headers)),
    post: (path: string, body: string, headers: Record<string, string> = {}) =>
      ask(path, {
        method: "POST",
        headers: { cookie, origin: own, "content-type": "application/json", ...headers },
        body,
      }),
    /** The events of a stream as they come; `close` goes away. */
    events: async (path: string) => {
      const response = await open(path, as());
      return { response, ...readEvents(response) };
    },
  };
}

interface Event {
  event: string;
  data: Record<string, unknown>;
}

const recordOf = (text = "{}"): Record<string, unknown> => {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : {};
};

function readEvents(response: IncomingMessage) {
  const seen: Event[] = [];
  const waiting: (() => void)[] = [];
  let rest = "";
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
      if (event !== undefined) seen.push({ event, data: recordOf(data) });
    }
    for (const wake of waiting.splice(0)) wake();
  });
  response.on("error", () => undefined);
  return {
    seen,
    /** The next event of a kind that was not taken yet. */
    async next(event: string): Promise<Record<string, unknown>> {
      for (;;) {
        const at = seen.findIndex((one) => one.event === event);
        const [found] = at < 0 ? [] : seen.splice(at, 1);
        if (found) return found.data;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    close: () => void response.destroy(),
  };
}
