import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";

const USAGE = "`kubectl batchtask run NAME --image IMAGE -- COMMAND ARGS`";

test.each([
  [["hello"], `NAME hello is given without --image. Write ${USAGE}, or name files by -f FILE`],
  [["--image=a"], `--image, --env, --service-account and -- need a NAME. Write ${USAGE}`],
  [["--", "sh"], `--image, --env, --service-account and -- need a NAME. Write ${USAGE}`],
  [["hello", "--image=a", "sh", "-x"], "unknown option '-x'. See `kubectl batchtask run --help`"],
  [["hello", "sh", "--image=a", "--", "-c"], `2 names are given: hello, sh. Write ${USAGE}`],
  [
    ["hello", "--image=a", "-f", "x.yaml"],
    "-f and NAME, --image and what goes with them can't go together. Choose one of them",
  ],
  [
    ["-f", "x.yaml", "--env=A=b"],
    "-f and NAME, --image and what goes with them can't go together. Choose one of them",
  ],
  [["hello", "--image=a", "--rerun"], "--rerun and --force-conflicts go with -f: NAME is a new task"],
  [["hello", "--image=a", "--env=A", "--dry-run=client"], "--env A: not a variable. Give it as NAME=VALUE"],
  [["hello", "--image=a", "--dry-run=maybe"], "--dry-run=maybe: only client, server and none are known"],
  [
    ["-f", "x.yaml", "--dry-run=client"],
    "--dry-run=client goes with NAME alone. Of files `kubectl batchtask render -f FILE` shows what would run, and asks no cluster",
  ],
  [[], "no file is named. Name one by -f FILE, or -f - for stdin"],
])("run %j is a wrong command line", async (args, message) => {
  const { stderr, exitCode } = await runCli(["run", ...args]);
  expect(stderr).toBe(`error: ${message}\n`);
  expect(exitCode).toBe(2);
});
