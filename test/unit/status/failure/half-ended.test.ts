import { expect, test } from "vitest";
import { halfEnded } from "../../../../src/status/failure/half-ended.ts";
import { containerStatus, pod } from "./support/evidence.ts";

const end = (name: string, exitCode: number) =>
  containerStatus({ name, state: { terminated: { exitCode } } });
const goesOn = (name: string) => containerStatus({ name, state: { running: {} } });
const of = (restartPolicy: string, ...containerStatuses: ReturnType<typeof containerStatus>[]) =>
  halfEnded(pod({ phase: "Running", containerStatuses }, { spec: { restartPolicy, containers: [] } }));

test("a container has succeeded, and a proxy goes on", () => {
  expect(of("Never", end("migrate", 0), goesOn("sql-proxy"))).toMatchObject({
    reason: "NotReady",
    container: "migrate",
    message: "it has succeeded, and sql-proxy goes on",
  });
});

test("a container has failed, and the pod will once the others have ended", () => {
  expect(of("Never", end("a", 0), end("work", 3), goesOn("b"), goesOn("c"))).toMatchObject({
    reason: "Error",
    container: "work",
    exitCode: 3,
    message: "it ended with exit code 3, and b, c go on: the pod fails once all have ended",
  });
});

test("nothing is half ended where all go on, all have ended, or one is started again", () => {
  expect(of("Never", goesOn("a"), goesOn("b"))).toBeUndefined();
  expect(of("Never", end("a", 0), end("b", 0))).toBeUndefined();
  expect(of("OnFailure", end("a", 3), goesOn("b"))).toBeUndefined();
});
