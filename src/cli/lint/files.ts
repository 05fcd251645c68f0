import { normalize } from "node:path";
import type { Context } from "../context.ts";
import { readKustomize } from "../convert/kustomize.ts";
import { parseManifests } from "../input/manifests.ts";
import { formTree } from "../../form/rules/index.ts";
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
  const { manifests, problems } = parseManifests(await readSources(context, options));
  // A patch has only what it changes: what kustomize makes of it is to be linted.
  const { patches } = readKustomize(manifests);
  const parsed = { manifests: manifests.filter(({ file }) => !patches.has(normalize(file))), problems };
  return lint(parsed, {
    schemas: loadSchemas(),
    judge: createJudge(),
    form: formTree(),
    ...(await policiesFor(context, options, parsed.manifests)),
  });
}
