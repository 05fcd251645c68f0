import { expect, test } from "vitest";
import type { ClusterPort } from "../../../../src/ui/server/ports.ts";
import { tellLog } from "../../../../src/ui/server/log.ts";
import { fakeCluster } from "./support/page-server.ts";

const ASKED = { namespace: "team", name: "a", pod: undefined, container: undefined };

async function told(log: ClusterPort["log"]): Promise<object[]> {
  const sent: object[] = [];
  const events = {
    send: async (_event: string, data: object) => void sent.push(data),
    signal: new AbortController().signal,
    end: () => void sent.push({ ended: true }),
  };
  await tellLog(events, fakeCluster({ log }).port, ASKED);
  return sent;
}

test("all lines come before the end, which says what has ended", async () => {
  const sent = await told(async (_asked, write) => {
    for (const text of ["1", "2", "3"]) write({ source: "a", text });
    return "The run has ended";
  });
  const lines = ["1", "2", "3"].map((text) => ({ source: "a", text }));
  expect(sent).toEqual([...lines, { message: "The run has ended" }, { ended: true }]);
});

test("why a log breaks off is said at its end", async () => {
  const sent = await told(async () => {
    throw new Error("no route to host");
  });
  expect(sent).toEqual([{ message: "Error: no route to host" }, { ended: true }]);
});
