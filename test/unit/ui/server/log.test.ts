import { expect, test } from "vitest";
import { tellLog } from "../../../../src/ui/server/log.ts";
import { fakeCluster } from "./support/page-server.ts";

const containing = (part: string): unknown => expect.stringContaining(part);

test("lines that come faster than the page reads are left out, and counted", async () => {
  const sent: object[] = [];
  let isBusy = false;
  const events = {
    send: async (_event: string, data: object) => void sent.push(data),
    get isBusy() {
      return isBusy;
    },
    signal: new AbortController().signal,
    end: () => undefined,
  };
  const { port } = fakeCluster({
    async log(_asked, write) {
      for (let line = 1; line <= 5; line += 1) {
        isBusy = line > 1 && line < 5;
        write({ source: "a", text: String(line) });
      }
      return undefined;
    },
  });
  await tellLog(events, port, { namespace: "team", name: "a", pod: undefined, container: undefined });
  expect(sent).toEqual([
    { source: "a", text: "1" },
    { source: "", text: containing("3 lines are left out") },
    { source: "a", text: "5" },
    {},
  ]);
});
