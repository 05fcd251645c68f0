import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findBuildah } from "../../../deploy/image/buildah.ts";
import { REPOSITORY } from "../../../deploy/image/labels.ts";
import { readArchive } from "../../cluster/image/read.ts";
import { untar } from "../../cluster/image/tar.ts";
import { cacheFolder } from "../../cluster/layout.ts";
import type { Environment } from "../../cluster/util/run.ts";

/** The image that the release runs. */
export interface InstalledImage {
  readonly archive: string;
  /** What it is to be compared with, or why it isn't built from the Dockerfile. */
  readonly others: { readonly again: string; readonly byHand: string } | { readonly notBuilt: string };
}

/** How and where to make it. */
interface Making {
  readonly environment: Environment;
  readonly folder: string;
  readonly tags: readonly string[];
  readonly call: (argv: readonly string[]) => Promise<string>;
}

/** Builds the image from the Dockerfile; by hand where there is no buildah, and says so. */
export async function makeImage({ environment, folder, tags, call }: Making): Promise<InstalledImage> {
  const notBuilt = await whyNoBuildah(environment);
  const names = tags.flatMap((tag) => ["--name", `${REPOSITORY}:${tag}`]);
  const make = async (file: string, ...flags: string[]) => {
    const out = join(folder, file);
    await call([process.execPath, "deploy/image/main.ts", ...flags, "--out", out, ...names]);
    return out;
  };
  if (notBuilt !== undefined) return { archive: await make("image.tar"), others: { notBuilt } };
  const archive = await make("image.tar", "--dockerfile");
  // All from the same state of the checkout.
  const others = { again: await make("again.tar", "--dockerfile"), byHand: await make("by-hand.tar") };
  return { archive, others };
}

async function whyNoBuildah(environment: Environment): Promise<string | undefined> {
  const report = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    await findBuildah({ environment, cache: cacheFolder(environment), report, signal: undefined });
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    report(`The image is made by hand, since the Dockerfile can't be built here: ${why}`);
    return why;
  }
}

/** What an image must not have. */
export const SHELL = /(^|\/)(sh|bash|dash|busybox|npm|npx|apt|dpkg|apk)$/;

const configSchema = z.object({
  architecture: z.string(),
  os: z.string(),
  config: z.object({
    User: z.string(),
    Env: z.array(z.string()),
    Entrypoint: z.array(z.string()),
    Cmd: z.array(z.string()),
    WorkingDir: z.string(),
    ExposedPorts: z.record(z.string(), z.object({})),
    Labels: z.record(z.string(), z.string()),
  }),
  history: z.array(z.object({ created_by: z.string().default("") })),
});

/** What an archive's image is: how it is run, its files with mode, owner and digest, and what was run to make it. */
export function contentsOf(archive: string): {
  config: object;
  files: Record<string, string>;
  ran: string[];
} {
  const image = readArchive(readFileSync(archive));
  const { history, ...config } = configSchema.parse(JSON.parse(image.config.toString()));
  const files = image.layers.flatMap(untar).map(({ path, mode, owner, content, link }): [string, string] => {
    const digest = content === undefined ? "" : createHash("sha256").update(content).digest("hex");
    return [path.replace(/\/$/, ""), `${mode.toString(8)} ${owner} ${link ?? digest}`];
  });
  return {
    config,
    files: Object.fromEntries(files),
    ran: history
      .map((step) => step.created_by)
      .filter((step) => /^(RUN|\/bin\/sh -c (?!#\(nop\)))/.test(step)),
  };
}
