import { cancel } from "./commands/cancel.ts";
import { check } from "./commands/check.ts";
import { completion } from "./commands/completion.ts";
import { convert } from "./commands/convert.ts";
import { diff } from "./commands/diff.ts";
import { explain } from "./commands/explain.ts";
import { get } from "./commands/get.ts";
import { lint } from "./commands/lint.ts";
import { logs } from "./commands/logs.ts";
import { next } from "./commands/next.ts";
import { policy } from "./commands/policy.ts";
import { render } from "./commands/render.ts";
import { rerun } from "./commands/rerun.ts";
import { run } from "./commands/run.ts";
import { resume, suspend } from "./commands/suspend.ts";
import { trace } from "./commands/trace.ts";
import { ui } from "./commands/ui.ts";
import { version } from "./commands/version.ts";
import { wait } from "./commands/wait.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order of --help. A new verb is one file in commands/ and one line here. */
export const VERBS: readonly Verb[] = [
  run,
  get,
  explain,
  next,
  logs,
  trace,
  ui,
  wait,
  rerun,
  suspend,
  resume,
  cancel,
  lint,
  render,
  diff,
  convert,
  policy,
  check,
  completion,
  version,
];
