import { expect, test } from "vitest";
import { CliError, explainError } from "../../../src/cli/errors.ts";
import { ApiError } from "../../../src/kube/errors.ts";
import { runCli } from "./support/run-cli.ts";

/** As the API server answers, with the name of the admission policy. */
const denied = (policy: string) =>
  new ApiError({
    status: 422,
    body: JSON.stringify({
      kind: "Status",
      reason: "Invalid",
      message: `batchtasks.batchtask.dev "hello" is forbidden: ValidatingAdmissionPolicy '${policy}' with binding '${policy}' denied request: spec.backoffLimit is 9: set it to 5 or less`,
    }),
    method: "PATCH",
    path: "/apis/batchtask.dev/v1alpha1/namespaces/team/batchtasks/hello",
  });

test("what our admission policies refuse is said in their own words", () => {
  expect(explainError(denied("batchtask-policy.batchtask.dev"))).toEqual({
    line: 'batchtasks.batchtask.dev "hello" is refused: spec.backoffLimit is 9: set it to 5 or less',
    exitCode: 5,
  });
});

test("who else refuses is named", () => {
  expect(explainError(denied("nights-off.example.com")).line).toContain("'nights-off.example.com'");
});

test("what the API server or the cluster says moves no cursor, and is one line", () => {
  const message = 'no \x1b[2Jsuch pod "\x1b]0;title\x07a"\r\nsee\u2028below';
  const error = new ApiError({
    status: 404,
    body: JSON.stringify({ kind: "Status", message, details: { name: "a" } }),
    method: "GET",
    path: "/api/v1/namespaces/team/pods/a",
  });
  expect(explainError(error).line).toBe('no such pod "a"; see; below');
  expect(explainError(new CliError("half \x9b31mred", 5, "See \x1b[1mit")).line).toBe("half red. See it");
  expect(explainError("\x1b[31mred")).toEqual({ line: "red", exitCode: 70 });
});

test.each([
  [["describe", "a"], "unknown command 'describe'. Take `kubectl batchtask explain NAME`"],
  [["render", "a.yaml"], "Name files by -f FILE"],
  [["policy", "test", "--polcy"], "See `kubectl batchtask policy test --help`"],
])("%j is told the next step", async (args, words) => {
  const { stderr, exitCode } = await runCli(args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(words);
});
