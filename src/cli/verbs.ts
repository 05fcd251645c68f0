import { cancel } from "./commands/cancel.ts";
import { check } from "./commands/check.ts";
import { explain } from "./commands/explain.ts";
import { get } from "./commands/get.ts";
import { lint } from "./commands/lint.ts";
import { logs } from "./commands/logs.ts";
import { rerun } from "./commands/rerun.ts";
import { resume, suspend } from "./commands/suspend.ts";
import { run } from "./commands/run.ts";
import { trace } from "./commands/trace.ts";
import { version } from "./commands/version.ts";
import { wait } from "./commands/wait.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order of --help. A new verb is one file in commands/ and one line here. */
export const VERBS: readonly Verb[] = [
  run,
  get,
  explain,
  logs,
  trace,
  wait,
  rerun,
  suspend,
  resume,
  cancel,
  check,
  lint,
  version,
];
