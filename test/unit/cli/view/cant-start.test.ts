import { expect, test } from "vitest";
import { cantStartText } from "../../../../src/cli/view/cant-start.ts";
import { run, task } from "../../support/task.ts";

const failure = {
  reason: "ImagePullBackOff",
  message: 'Back-off pulling image "nowhere/none:1"\x1b[2J:\nnot found',
  pod: "report-1-abc",
  container: "main",
  hint: "Check the image's name and tag.",
};

test("why the pods can't start, and that the task goes on", () => {
  const status = { observedGeneration: 2, run: run(), failure, effective: { startDeadlineSeconds: 3600 } };
  expect(cantStartText(task({}, status)).split("\n")).toEqual([
    'batchtask.batchtask.dev/report can\'t start: ImagePullBackOff: pod report-1-abc, container main: Back-off pulling image "nowhere/none:1": not found',
    "Check the image's name and tag.",
    "the task goes on: its pods start once that is mended, and it fails if none runs within 3600 s of the run's start (runs.startDeadlineSeconds). Follow it by `kubectl batchtask logs report -n team -f`, stop it by `kubectl batchtask cancel report -n team`",
    "",
  ]);
});

test("what is not known is left out", () => {
  const status = { observedGeneration: 2, run: run(), failure: { reason: "StartError", message: "no" } };
  expect(cantStartText(task({}, status))).toMatch(
    /^.* can't start: StartError: no\nthe task goes on: .*, and it fails if none runs \(runs\.start.*\n$/,
  );
});
