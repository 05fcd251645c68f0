import { expect, test } from "vitest";
import { hashOf, routeOf, taskHash } from "../../../../src/ui/page/route.ts";

test("an address names a view and what it shows, and comes back the same", () => {
  expect(routeOf("")).toEqual({ view: "timeline", query: {} });
  expect(routeOf("#/?range=7d&text=a%20b")).toEqual({
    view: "timeline",
    query: { range: "7d", text: "a b" },
  });
  expect(routeOf(hashOf("list", { text: "a&b=c", phase: "" }))).toEqual({
    view: "list",
    query: { text: "a&b=c" },
  });
  expect(routeOf(taskHash("team-a", "job.1"))).toEqual({
    view: "task",
    namespace: "team-a",
    name: "job.1",
    query: {},
  });
});

test("what is no address of a view is the timeline, never an error", () => {
  for (const hash of ["#/nothing", "#/task/only-a-namespace", "#", "#%%%"])
    expect(routeOf(hash).view).toBe("timeline");
  expect(routeOf("#/task/a/%E0%A4%A")).toMatchObject({ view: "task", name: "%E0%A4%A" });
});
