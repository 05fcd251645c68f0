import { expect, test } from "vitest";
import { failureToCome } from "../../../../src/cli/task/failure-to-come.ts";
import { container, halfDead, looping, pod, RUNNING } from "./support/pods.ts";

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
