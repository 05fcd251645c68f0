import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { readArchiveIndex } from "../../image/oci.ts";
import { REPOSITORY } from "../../image/labels.ts";
import { sha256, sumsOf } from "../checksums.ts";
import { fileNames } from "../files.ts";
import { type Environment, runOrThrow } from "../../../test/cluster/util/run.ts";

const krewSchema = z.object({
  spec: z.object({
    version: z.string(),
    platforms: z.array(z.object({ uri: z.url(), sha256: z.string() })).min(1),
  }),
});

/** What is looked at. */
export interface Release {
  readonly folder: string;
  readonly version: string;
}

/**
 * Looks whether a release's files agree: sums, krew's manifest, and the image that chart and install.yaml name.
 * @returns the image, by its digest
 * @throws Error for what does not agree
 */
export async function checkFiles({ folder, version }: Release, environment: Environment): Promise<string> {
  const names = fileNames(version);
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  const unsummed = [names.sums, names.signature];
  if (sumsOf(folder, unsummed) !== read(names.sums).toString())
    throw new Error(`${names.sums} does not list the files that are there`);
  const { spec } = krewSchema.parse(parse(read(names.krew).toString()));
  if (spec.version !== `v${version}`) throw new Error(`${names.krew} is of ${spec.version}`);
  for (const platform of spec.platforms)
    if (sha256(read(basename(platform.uri))) !== platform.sha256)
      throw new Error(`${names.krew} has another hash of ${basename(platform.uri)}`);
  const { digest, platforms } = readArchiveIndex(read(names.image));
  if (platforms.join() !== "linux/amd64,linux/arm64")
    throw new Error(`${names.image} is of ${platforms.join(", ")}`);
  const image = `${REPOSITORY}@${digest}`;
  const install = read(names.install).toString();
  if (!install.includes(`image: ${image}\n`)) throw new Error(`${names.install} does not name ${image}`);
  const inChart = ["tar", "-xzOf", join(folder, names.chart), "batchtask-operator/values.yaml"];
  const { stdout: values } = await runOrThrow(inChart, { environment });
  if (!values.includes(`\n  digest: ${digest}\n`)) throw new Error(`${names.chart} does not name ${digest}`);
  return image;
}
