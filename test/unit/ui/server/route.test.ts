import { expect, test } from "vitest";
import { Refusal } from "../../../../src/ui/server/refusal.ts";
import { routeOf } from "../../../../src/ui/server/route.ts";

test.each([
  ["GET", "/api/stream", { kind: "stream" }],
  ["GET", "/api/policies", { kind: "policies" }],
  ["GET", "/api/schedules", { kind: "schedules", zone: undefined }],
  [
    "GET",
    "/api/schedules?zone=America/Argentina/Buenos_Aires",
    { kind: "schedules", zone: "America/Argentina/Buenos_Aires" },
  ],
  ["GET", "/api/task/team/report", { kind: "task", task: { namespace: "team", name: "report" } }],
  [
    "GET",
    "/api/task/team/a.b-c/log?pod=p-1",
    { kind: "log", asked: { namespace: "team", name: "a.b-c", pod: "p-1", container: undefined } },
  ],
  [
    "POST",
    "/api/task/team/report/cancel",
    { kind: "act", task: { namespace: "team", name: "report" }, action: "cancel" },
  ],
])("%s %s", (method, url, route) => {
  expect(routeOf(method, url)).toEqual(route);
});

function statusOf(method: string, url: string): number | undefined {
  try {
    routeOf(method, url);
    return undefined;
  } catch (error) {
    return error instanceof Refusal ? error.status : undefined;
  }
}

test.each([
  "/api/",
  "/api/stream/",
  "/api/v1/secrets",
  "/api/task/team",
  "/api/task/team/",
  "/api/task/../secrets",
  "/api/task/team/..",
  "/api/task/team/%2e%2e",
  "/api/task/team/a%2Fb",
  "/api/task/Team/report",
  "/api/task/team/report/delete",
  "/api/task/team/report/log/more",
  "/api/task/team/report/constructor",
  `/api/task/team/${"x".repeat(300)}`,
])("there is nothing at %s", (url) => {
  expect(statusOf("GET", url)).toBe(404);
});

test("a change is no GET, and to read is no POST", () => {
  expect(statusOf("GET", "/api/task/team/report/rerun")).toBe(405);
  expect(statusOf("POST", "/api/task/team/report")).toBe(405);
  expect(statusOf("DELETE", "/api/task/team/report")).toBe(405);
});

test.each(["pod=../x", "pod=A", "container=a/b", "pod=a%26container%3Db"])(
  "a log of %s is refused",
  (query) => {
    expect(statusOf("GET", `/api/task/team/report/log?${query}`)).toBe(400);
  },
);

test("a zone has the form of one", () => {
  expect(statusOf("GET", "/api/schedules?zone=%00")).toBe(400);
});
