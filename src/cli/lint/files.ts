import type { Context } from "../context.ts";
import { parseManifests } from "../input/manifests.ts";
import { readSources } from "../input/sources.ts";
import type { FileOptions, GlobalOptions } from "../options.ts";
import type { PolicyOptions } from "../policies/options.ts";
import { policiesFor } from "../policies/sources.ts";
import { createJudge } from "./cel.ts";
import type { Report } from "./finding.ts";
import { lint } from "./lint.ts";
import { loadSchemas } from "./schemas.ts";

/** Reads what -f names, and lints it by the policies that the options name. */
export async function lintFiles(
  context: Context,
  options: GlobalOptions & FileOptions & PolicyOptions,
): Promise<Report> {
  const parsed = parseManifests(await readSources(context, options));
  return lint(parsed, {
    schemas: loadSchemas(),
    judge: createJudge(),
    policies: await policiesFor(context, options, parsed.manifests),
    namespace: options.namespace ?? "default",
  });
}
