import { lint } from "./commands/lint.ts";
import { version } from "./commands/version.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order of --help. A new verb is one file in commands/ and one line here. */
export const VERBS: readonly Verb[] = [lint, version];
