import { expect, test } from "vitest";
import type { Pod } from "../../../../src/api/job.ts";
import { failureToCome } from "../../../../src/cli/task/failure-to-come.ts";
import { logTailOf } from "../../../../src/cli/task/log-tail.ts";
import type { ApiRequest } from "../../../../src/kube/transport/transport.ts";

const END = {
  exitCode: 7,
  reason: "Error",
  startedAt: "2026-01-01T00:00:00Z",
  finishedAt: "2026-01-01T00:00:01Z",
};
type Status = NonNullable<NonNullable<Pod["status"]>["containerStatuses"]>[number];
const container = (name: string, rest: Partial<Status>): Status => ({
  name,
  image: "",
  imageID: "",
  ready: false,
  restartCount: 0,
  ...rest,
});
const pod = (restartPolicy: string, ...containerStatuses: Status[]): Pod => ({
  metadata: { name: "report-1-abc", namespace: "team" },
  spec: { restartPolicy, containers: containerStatuses.map(({ name }) => ({ name })) },
  status: { phase: "Running", containerStatuses },
});
const RUNNING = { state: { running: { startedAt: "2026-01-01T00:00:00Z" } } };
const halfDead = pod("Never", container("good", RUNNING), container("bad", { state: { terminated: END } }));
const looping = pod(
  "OnFailure",
  container("main", {
    restartCount: 2,
    state: { waiting: { reason: "CrashLoopBackOff" } },
    lastState: { terminated: END },
  }),
);

test("a container that has failed beside one that goes on", () => {
  expect(failureToCome({}, [halfDead])).toMatchObject({
    container: "bad",
    exitCode: 7,
    message:
      "Container bad of pod report-1-abc ended with exit code 7; the pod fails once its other containers have ended",
  });
});

test("a container that is started again and again: its logs go with its pod", () => {
  expect(failureToCome({}, [looping])).toMatchObject({ container: "main", exitCode: 7 });
  expect(failureToCome({}, [looping])?.message).toMatch(/exit code 7; .*read them now$/);
});

test("nothing of pods that are well, or that status tells of", () => {
  expect(failureToCome({}, [pod("Never", container("main", RUNNING))])).toBeUndefined();
  expect(
    failureToCome({}, [{ ...halfDead, status: { ...halfDead.status, phase: "Failed" } }]),
  ).toBeUndefined();
});

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
  expect(await words()).toEqual(["bad  [31mconfig"]);
  expect(asked).toEqual([
    [
      "/api/v1/namespaces/team/pods/report-1-abc/log",
      { container: name, timestamps: true, tailLines: 5, previous },
    ],
  ]);
  expect(await words(failure && { ...failure, terminationMessage: "no such table" })).toEqual([]);
});
