import { KIND, RERUN_ANNOTATION } from "../../api/group.ts";
import { isRecord } from "../../kube/json.ts";
import { type Applied, applyObject } from "../cluster/apply.ts";
import type { Cluster } from "../cluster/connect.ts";
import { createDiscovery } from "../cluster/discovery.ts";
import type { Context } from "../context.ts";
import { eachOf } from "../each.ts";
import { kindOf, type Manifest, manifestsOf } from "../input/manifests.ts";
import { noTask } from "../input/no-task.ts";
import { inFile } from "../input/place.ts";
import { readSources } from "../input/sources.ts";
import type { FileOptions } from "../options.ts";

export interface ApplyFileOptions {
  rerun?: true;
  forceConflicts?: true;
  dryRun: boolean;
}

/** The objects of the files, a BatchTask at least. @throws CliError */
export async function readObjects(context: Context, options: FileOptions): Promise<Manifest[]> {
  const manifests = manifestsOf(await readSources(context, options));
  if (manifests.some((manifest) => kindOf(manifest) === KIND)) return manifests;
  throw noTask(manifests.map(kindOf));
}

/** Applies objects one after another; of several that fail each is told, and the others are applied. */
export async function applyAll(
  context: Context,
  cluster: Cluster,
  manifests: readonly Manifest[],
  { options, tell }: { options: ApplyFileOptions; tell: (applied: Applied) => void },
): Promise<Applied[]> {
  const { dryRun, forceConflicts = false } = options;
  const { signal } = context;
  const resourceOf = createDiscovery(cluster, signal);
  const place = (manifest: Manifest, line: string) => (manifests.length > 1 ? inFile(manifest, line) : line);
  return await eachOf(context, manifests, place, async ({ object }) => {
    const resource = await resourceOf(object);
    const wanted = asWanted(context, object, options);
    const applied = await applyObject(
      cluster,
      { resource, object: wanted },
      { dryRun, forceConflicts, signal },
    );
    tell(applied);
    return applied;
  });
}

/** With --rerun the annotation that asks for one more run is part of what is applied: an edit and a rerun are one run. */
function asWanted(
  { clock }: Context,
  object: Record<string, unknown>,
  { rerun }: ApplyFileOptions,
): Record<string, unknown> {
  if (!rerun || object["kind"] !== KIND) return object;
  const metadata = isRecord(object["metadata"]) ? object["metadata"] : {};
  const annotations = isRecord(metadata["annotations"]) ? metadata["annotations"] : {};
  const asked = { ...annotations, [RERUN_ANNOTATION]: new Date(clock.now()).toISOString() };
  return { ...object, metadata: { ...metadata, annotations: asked } };
}
