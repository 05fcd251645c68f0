import { completion } from "./commands/completion.ts";
import { convert } from "./commands/convert.ts";
import { diff } from "./commands/diff.ts";
import { lint } from "./commands/lint.ts";
import { policy } from "./commands/policy.ts";
import { render } from "./commands/render.ts";
import { version } from "./commands/version.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order of --help. A new verb is one file in commands/ and one line here. */
export const VERBS: readonly Verb[] = [lint, render, diff, convert, policy, completion, version];
