import { isRecord } from "../../kube/json.ts";
import { withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { inputError, usageError } from "../errors.ts";
import { kindOf, type Manifest, manifestsOf } from "../input/manifests.ts";
import { readSources } from "../input/sources.ts";
import type { FileOptions, GlobalOptions } from "../options.ts";
import { createJudge } from "../lint/cel.ts";
import { isPolicy, lintForm, nameOf } from "../lint/objects.ts";
import { loadSchemas } from "../lint/schemas.ts";
import { NAME_LABEL, readPolicySet } from "./from-cluster.ts";
import type { PolicyOptions } from "./options.ts";
import { type PolicyLike, policySet, type PolicySet } from "./set.ts";

/**
 * The policies that the options name; without any only the baseline holds.
 * @param linted a Namespace among the linted files tells its labels
 */
export async function policiesFor(
  context: Context,
  options: PolicyOptions & GlobalOptions,
  linted: readonly Manifest[] = [],
): Promise<PolicySet> {
  if (options.cluster && (options.policy || options.namespaceLabel))
    throw usageError("--cluster can't go with --policy or --namespace-label", "Choose one of them");
  if (options.cluster)
    return await withCluster(context, options, ({ client }) => readPolicySet(client, context.signal));
  const fromFiles = options.policy
    ? await readPolicyFiles(context, { filename: options.policy, recursive: true })
    : [];
  return policySet(fromFiles, labelsFrom(options.namespaceLabel, linted));
}

/**
 * The policies of some files.
 * @throws CliError that names the first fault of one
 */
export async function readPolicyFiles(context: Context, files: FileOptions): Promise<PolicyLike[]> {
  const manifests = manifestsOf(await readSources(context, files)).filter(isPolicy);
  if (manifests.length === 0) throw inputError(`${files.filename.join(", ")}: no BatchTaskPolicy there`);
  const schema = loadSchemas().policy;
  const judge = createJudge();
  for (const manifest of manifests) {
    const [fault] = lintForm(manifest, schema, judge);
    if (!fault) continue;
    const { line, column } = manifest.positionOf(fault.field);
    throw inputError(`${manifest.file}:${line}:${column}: ${fault.message}`);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each was held to its schema
  return manifests.map(({ object }) => object as unknown as PolicyLike);
}

function labelsFrom(given: readonly string[] | undefined, linted: readonly Manifest[]) {
  const own = given && Object.fromEntries(given.map(labelOf));
  return (namespace: string) => {
    const manifest = linted.find((one) => kindOf(one) === "Namespace" && nameOf(one) === namespace);
    const metadata = manifest?.object["metadata"];
    const labels = isRecord(metadata) && isRecord(metadata["labels"]) ? metadata["labels"] : undefined;
    if (!own && !manifest) return undefined;
    const text = Object.fromEntries(
      Object.entries({ ...labels, ...own }).map(([key, value]) => [key, String(value)]),
    );
    return { [NAME_LABEL]: namespace, ...text };
  };
}

function labelOf(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw usageError(`--namespace-label ${text}: not a label`, "Give it as key=value");
  return [text.slice(0, at), text.slice(at + 1)];
}
