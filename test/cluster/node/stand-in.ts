import { readFileSync } from "node:fs";
import { goArch } from "../build/arch.ts";
import { busyboxFiles } from "../image/busybox.ts";
import { dockerArchive, type Image } from "../image/archive.ts";
import type { TarEntry } from "../image/tar.ts";
import { cacheFolder } from "../layout.ts";
import type { Settings } from "../options.ts";
import { runOrThrow } from "../util/run.ts";
import { findBusybox } from "./debian.ts";

/** A docker-archive of a small system around a static busybox, for this machine's processor. */
export async function busyboxArchive(
  image: Pick<Image, "names" | "entrypoint" | "command">,
  settings: Pick<Settings, "environment" | "report" | "signal">,
  others: readonly TarEntry[] = [],
): Promise<Buffer> {
  const { environment } = settings;
  const busybox = await findBusybox({ ...settings, cache: cacheFolder(environment) });
  const { stdout } = await runOrThrow([busybox, "--list"], { environment, timeoutMs: 5_000 });
  const system = busyboxFiles(readFileSync(busybox), stdout.trim().split("\n"));
  return dockerArchive({ ...image, architecture: goArch(process.arch), files: [...system, ...others] });
}

/** What is said of stand-ins. */
export function aboutStandIns(names: readonly string[]): string {
  return `Local stand-ins, each a static busybox under the image's name: ${names.join(", ")}`;
}
