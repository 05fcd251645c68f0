import type { Command } from "commander";
import type { Context } from "./context.ts";

/**
 * One verb: the commander command with its options and its action. Called at every start, so it only
 * declares; what the action needs beyond output and options is imported within it.
 */
export type Verb = (context: Context) => Command;
