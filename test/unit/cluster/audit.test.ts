import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readAuditLog } from "../../cluster/audit.ts";

const folder = mkdtempSync(join(tmpdir(), "batchtask-audit-"));
afterAll(() => rmSync(folder, { recursive: true }));

const line = (changes: object): object => ({
  stage: "ResponseComplete",
  verb: "update",
  requestReceivedTimestamp: "2026-01-01T00:00:00.250000Z",
  requestURI: "/apis/batchtask.dev/v1alpha1/namespaces/a/batchtasks/b/status",
  user: { username: "operator" },
  objectRef: {
    apiGroup: "batchtask.dev",
    resource: "batchtasks",
    subresource: "status",
    namespace: "a",
    name: "b",
  },
  responseStatus: { code: 200 },
  annotations: { "authorization.k8s.io/decision": "allow" },
  ...changes,
});

async function read(lines: readonly object[], user?: string, rest = ""): ReturnType<typeof readAuditLog> {
  const path = join(folder, "audit.log");
  writeFileSync(path, `${lines.map((entry) => JSON.stringify(entry)).join("\n")}\n${rest}`);
  return await readAuditLog(path, user);
}

describe("the audit log", () => {
  it("tells who did what", async () => {
    expect(await read([line({})])).toEqual([
      {
        at: Date.UTC(2026, 0, 1) + 250,
        user: "operator",
        verb: "update",
        group: "batchtask.dev",
        resource: "batchtasks",
        subresource: "status",
        namespace: "a",
        name: "b",
        allowed: true,
        status: 200,
        path: "/apis/batchtask.dev/v1alpha1/namespaces/a/batchtasks/b/status",
      },
    ]);
  });

  it("has a watch once, whether it goes on or has ended, and a refused one too", async () => {
    const watch = { verb: "watch" };
    const refused = { annotations: { "authorization.k8s.io/decision": "forbid" } };
    const entries = await read([
      line({ ...watch, stage: "ResponseStarted" }),
      line(watch),
      line({ ...watch, ...refused, responseStatus: { code: 403 } }),
    ]);
    expect(entries.map(({ allowed, status }) => [allowed, status])).toEqual([
      [true, 200],
      [false, 403],
    ]);
  });

  it("is read for one user alone, to the last whole line", async () => {
    const lines = [line({}), line({ user: { username: "operator-2" } }), line({ user: {} })];
    const entries = await read(lines, "operator", '{"stage":"Resp');
    expect(entries.map(({ user }) => user)).toEqual(["operator"]);
  });
});
