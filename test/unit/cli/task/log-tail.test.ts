import { expect, test } from "vitest";
import { failureToCome } from "../../../../src/cli/task/failure-to-come.ts";
import { logTailOf } from "../../../../src/cli/task/log-tail.ts";
import type { ApiRequest } from "../../../../src/kube/transport/transport.ts";
import { halfDead, looping } from "./support/pods.ts";

test.each([
  ["of the container that ended", halfDead, "bad", false],
  ["of its life before this one", looping, "main", true],
])("the last words are %s", async (_, from, name, previous) => {
  const asked: unknown[] = [];
  const transport = {
    stream: async (request: ApiRequest) => {
      asked.push([request.path, request.query]);
      const text = "2026-01-01T00:00:00Z bad \u001b[31mconfig\n2026-01-01T00:00:01Z \n";
      return (async function* () {
        yield new TextEncoder().encode(text);
      })();
    },
  };
  const failure = failureToCome({}, [from]);
  const words = (given = failure) => logTailOf({ transport }, given, [from], new AbortController().signal);
  expect(await words()).toEqual(["bad config"]);
  expect(asked).toEqual([
    [
      "/api/v1/namespaces/team/pods/report-1-abc/log",
      { container: name, timestamps: true, tailLines: 5, previous },
    ],
  ]);
  const { pod = "", container = "" } = failure ?? {};
  const late = {
    reason: "DeadlineExceeded",
    message: "m",
    pod,
    container,
    startedAt: "2026-01-01T00:00:00Z",
  };
  expect(await words(late)).toEqual(["bad config"]);
  expect(asked.at(-1)).toMatchObject([expect.any(String), { previous: false }]);
  expect(await words(failure && { ...failure, terminationMessage: "no such table" })).toEqual([]);
});
