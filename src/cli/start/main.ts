/**
 * Starts the plugin from code that was compiled by an earlier start: to compile it anew takes as long as all that it then
 * does. Built into the executable by src/cli/build.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { constants, Script } from "node:vm";
import { compiledCode } from "./compiled.ts";

/** The bundle, as CommonJS. */
declare const PLUGIN_CODE: string;
/** A hash of it. */
declare const PLUGIN_HASH: string;

/** The longest is completion. */
const VERB = /^[a-z]{1,10}$/;

const { XDG_CACHE_HOME, HOME, LOCALAPPDATA, NODE_DISABLE_COMPILE_CACHE } = process.env;
const home = XDG_CACHE_HOME || (HOME ? join(HOME, ".cache") : LOCALAPPDATA);
const kept = compiledCode({
  folder: home && !NODE_DISABLE_COMPILE_CACHE ? join(home, "kubectl-batchtask") : undefined,
  id: `${PLUGIN_HASH}-${process.version}-${process.arch}`,
  verb: VERB.exec(process.argv[2] ?? "")?.[0] ?? "",
  uid: process.getuid?.(),
});
const cachedData = kept.read();
const script = new Script(`(function (require, module, exports) {${PLUGIN_CODE}\n})`, {
  filename: __filename,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  ...(cachedData && { cachedData }),
});
// With what was compiled on the way.
if (!cachedData || script.cachedDataRejected)
  process.once("exit", () => kept.write(script.createCachedData()));
const module = { exports: {} };
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is the function that the script consists of
const start = script.runInThisContext() as (require: NodeJS.Require, module: object, exports: object) => void;
start(createRequire(__filename), module, module.exports);
