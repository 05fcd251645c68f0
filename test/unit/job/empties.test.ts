import { expect, test } from "vitest";
import { withoutEmpties } from "../../../src/job/empties.ts";

test("empty lists and maps go, at every depth", () => {
  expect(
    withoutEmpties({
      metadata: { labels: {}, annotations: { note: "" } },
      spec: { nodeSelector: {}, tolerations: [], containers: [{ name: "main", args: [], resources: {} }] },
    }),
  ).toEqual({
    metadata: { annotations: { note: "" } },
    spec: { containers: [{ name: "main" }] },
  });
});

test("a map in which only empty ones were goes with them", () => {
  expect(withoutEmpties({ resources: { limits: {}, requests: {} } })).toEqual({});
});

test.each([
  [{ emptyDir: {} }],
  [{ securityContext: {} }],
  [{ args: [""] }],
  [{ hostNetwork: false }],
  [null],
  [0],
])("%j says something and stays", (value) => {
  expect(withoutEmpties(value)).toEqual(value);
});
