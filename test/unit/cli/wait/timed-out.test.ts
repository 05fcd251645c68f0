import { expect, test } from "vitest";
import { BATCHTASKS } from "../../../../src/api/resources.ts";
import { explainError } from "../../../../src/cli/errors.ts";
import { still, timedOut } from "../../../../src/cli/wait/timed-out.ts";
import { trust } from "../../../../src/kube/resource.ts";

const task = (name: string, uid = name) =>
  trust(BATCHTASKS, {
    metadata: { name, namespace: "team", uid },
    spec: {},
    status: {
      phase: "Running",
      conditions: [{ type: "Ready", reason: "ImagePullBackOff", message: "pod a: no such image" }],
    },
  });

test("a timeout tells what the task is at, and where to ask on", () => {
  expect(explainError(timedOut([task("hello")], 10_000))).toEqual({
    line: "timed out after 10s waiting for hello (Running): pod a: no such image. See `kubectl batchtask explain hello -n team`",
    exitCode: 6,
  });
});

test("of a task that no operator has seen a timeout names the check", () => {
  const { status: _, ...unseen } = task("hello");
  expect(explainError(timedOut([unseen], 10_000)).line).toMatch(
    /hello \(Pending\).*See `kubectl batchtask check`/,
  );
});

test("of several tasks a timeout tells the phases", () => {
  expect(timedOut([task("a"), task("b")], 500).message).toBe(
    "timed out after 0.5s waiting for a (Running), b (Running)",
  );
});

test("a task that was deleted, or made anew, is not waited for", () => {
  expect(() => still(task("a"), undefined)).toThrow("BatchTask a was deleted while it was waited for");
  expect(() => still(task("a"), task("a", "other"))).toThrow("was deleted and made anew");
});
