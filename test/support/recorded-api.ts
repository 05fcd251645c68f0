import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { isRecord } from "../../src/kube/json.ts";
import type { KubeObject } from "../../src/kube/object.ts";

const FOLDER = "test/unit/cli/fixtures/recorded";
/** When the objects were recorded. */
export const RECORDED_AT = Date.parse("2026-11-24T22:38:09Z");

interface Recorded extends KubeObject {
  involvedObject?: { uid?: string };
}

export interface Write {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
}

/** An API server that answers with what a real one once said, and writes down what is asked of it. */
export interface RecordedApi extends AsyncDisposable {
  /** Path of a kubeconfig that names it, and the namespace team. */
  kubeconfig: string;
  writes: Write[];
  /** UID of a recorded task. */
  uid(task: string): string | undefined;
  /** Resources (plural) that one has no right to; with /watch behind it, none to follow. */
  forbidden: Set<string>;
  /** Resources that the server does not have. */
  missing: Set<string>;
}

/** @param tasks in the place of those that were recorded */
export async function recordedApi(tasks?: readonly KubeObject[]): Promise<RecordedApi> {
  const recorded = load();
  const objects = (plural: string): readonly Recorded[] =>
    plural === "batchtasks" ? (tasks ?? recorded(plural)) : recorded(plural);
  const writes: Write[] = [];
  const forbidden = new Set<string>();
  const missing = new Set<string>();

  async function answer(message: IncomingMessage): Promise<[number, unknown]> {
    const url = new URL(message.url ?? "/", "http://localhost");
    if (url.pathname === "/version") return [200, { gitVersion: "v1.37.2" }];
    const [, plural = "", name] = ROUTE.exec(url.pathname) ?? [];
    if (missing.has(plural))
      return [404, status(404, "NotFound", "the server could not find the requested resource")];
    const verb = url.searchParams.has("watch") ? "/watch" : "";
    if (forbidden.has(plural) || forbidden.has(plural + verb))
      return [403, status(403, "Forbidden", `${plural} is forbidden: User "dev" cannot read it`)];
    if (message.method === "GET" && name === undefined)
      return [200, { items: listed(objects(plural), url.searchParams) }];
    const found = objects(plural).find(({ metadata }) => metadata?.name === name);
    if (message.method === "GET")
      return found ? [200, found] : [404, status(404, "NotFound", `${plural} "${name}" not found`, name)];
    const body: unknown = JSON.parse(await text(message));
    writes.push({
      method: message.method ?? "",
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body,
    });
    if (plural === "selfsubjectaccessreviews") return [201, { status: { allowed: true } }];
    return [200, merged(found ?? {}, body)];
  }

  const server = createServer((message, response) => {
    response.sendDate = false;
    const told = answer(message).catch((error: unknown): [number, unknown] => [
      500,
      status(500, "InternalError", String(error)),
    ]);
    void told.then(([code, body]) =>
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const folder = await mkdtemp(join(tmpdir(), "batchtask-cli-"));
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, JSON.stringify(kubeconfigFor(`http://127.0.0.1:${port}`)));
  return {
    kubeconfig,
    writes,
    uid: (task) => objects("batchtasks").find(({ metadata }) => metadata?.name === task)?.metadata?.uid,
    forbidden,
    missing,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Plural and name of /api/v1/…, /apis/GROUP/VERSION/…, within a namespace or not. */
const ROUTE = /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/[^/]+(?=\/))?\/([^/]+)(?:\/([^/]+))?$/;

function load(): (plural: string) => Recorded[] {
  const files = readdirSync(FOLDER).map((file): [string, Recorded[]] => [
    file.replace(".json", ""),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own recording
    JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Recorded[],
  ]);
  const all = new Map(files);
  return (plural) => all.get(plural) ?? [];
}

function listed(all: readonly Recorded[], query: URLSearchParams): Recorded[] {
  const labels = pairs(query.get("labelSelector"));
  const fields = pairs(query.get("fieldSelector"));
  return all.filter(
    ({ metadata, involvedObject }) =>
      labels.every(([key, value]) => metadata?.labels?.[key] === value) &&
      fields.every(
        ([key, value]) => (key === "metadata.name" ? metadata?.name : involvedObject?.uid) === value,
      ),
  );
}

const pairs = (selector: string | null): [string, string][] =>
  (selector ?? "")
    .split(",")
    .filter((part) => part !== "")
    .map((part) => [part.split("=")[0] ?? "", part.split("=")[1] ?? ""]);

function merged(target: object, patch: unknown): object {
  if (!isRecord(patch)) return target;
  const old: Record<string, unknown> = { ...target };
  const entries = Object.entries(patch).map(([key, value]): [string, unknown] => {
    const before = old[key];
    return [key, isRecord(value) && isRecord(before) ? merged(before, value) : value];
  });
  return { ...old, ...Object.fromEntries(entries) };
}

function status(code: number, reason: string, message: string, name?: string): object {
  return {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    code,
    reason,
    message,
    ...(name && { details: { name } }),
  };
}

function kubeconfigFor(server: string): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "recorded",
    clusters: [{ name: "recorded", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "dev", user: {} }],
    contexts: [{ name: "recorded", context: { cluster: "recorded", user: "dev", namespace: "team" } }],
  };
}
