import { isRecord } from "../../kube/json.ts";
import { withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { inputError, usageError } from "../errors.ts";
import { kindOf, type Manifest, manifestsOf } from "../input/manifests.ts";
import { readSources } from "../input/sources.ts";
import type { FileOptions, GlobalOptions } from "../options.ts";
import { createJudge } from "../lint/cel.ts";
import { isPolicy, isTask, lintForm, nameOf, namespaceOf } from "../lint/objects.ts";
import { loadSchemas } from "../lint/schemas.ts";
import { NAME_LABEL, readPolicySet } from "./from-cluster.ts";
import type { PolicyOptions } from "./options.ts";
import { type Known, NOTHING_KNOWN } from "./known.ts";
import { type PolicyLike, policySet, type PolicySet } from "./set.ts";

/** By what tasks are judged, and where those are that name no namespace. */
export interface Judged {
  policies: PolicySet;
  namespace: string;
}

/**
 * The policies that the options name; without any only the baseline holds.
 * @param linted a Namespace among the linted files tells its labels
 */
export async function policiesFor(
  context: Context,
  options: PolicyOptions & GlobalOptions,
  linted: readonly Manifest[] = [],
): Promise<Judged> {
  if (options.cluster && (options.policy || options.namespaceLabel))
    throw usageError("--cluster can't go with --policy or --namespace-label", "Choose one of them");
  if (options.cluster)
    return await withCluster(context, options, async ({ client, namespace }) => ({
      policies: await readPolicySet(context, client, namespacesIn(linted, namespace)),
      namespace,
    }));
  const fromFiles = options.policy
    ? await readPolicyFiles(context, { filename: options.policy, recursive: true })
    : [];
  const policies = policySet(fromFiles, labelsFrom(options.namespaceLabel, linted), context.clock.now());
  return { policies, namespace: options.namespace ?? "default" };
}

/** Where the tasks are; policies are judged where tasks are that name no namespace. */
function namespacesIn(manifests: readonly Manifest[], namespace: string): string[] {
  return [
    ...manifests.filter(isTask).map((manifest) => namespaceOf(manifest, namespace)),
    ...(manifests.some(isPolicy) ? [namespace] : []),
  ];
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
  return (namespace: string): Known => {
    const manifest = linted.find((one) => kindOf(one) === "Namespace" && nameOf(one) === namespace);
    const metadata = manifest?.object["metadata"];
    const labels = isRecord(metadata) && isRecord(metadata["labels"]) ? metadata["labels"] : undefined;
    if (!own && !manifest) return NOTHING_KNOWN;
    const text = Object.fromEntries(
      Object.entries({ ...labels, ...own }).map(([key, value]) => [key, String(value)]),
    );
    return { labels: { [NAME_LABEL]: namespace, ...text }, isAll: true };
  };
}

function labelOf(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw usageError(`--namespace-label ${text}: not a label`, "Give it as key=value");
  return [text.slice(0, at), text.slice(at + 1)];
}
