import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fullImageName } from "../image/names.ts";
import { aboutStandIns, busyboxArchive } from "../node/stand-in.ts";
import type { Settings } from "../options.ts";
import { runOrThrow } from "../util/run.ts";
import { isMadeHere } from "./node-image.ts";

/** Has kind's nodes know images: they pull them, but for a node that was made here, which gets stand-ins. */
export async function loadIntoKind(
  kind: string,
  names: readonly string[],
  settings: Settings,
): Promise<void> {
  const { environment, name, nodeImage, report } = settings;
  if (!isMadeHere(nodeImage)) {
    report("kind pulls images itself.");
    return;
  }
  if (names.length === 0) return;
  report(aboutStandIns(names));
  const folder = mkdtempSync(join(tmpdir(), "batchtask-image-"));
  try {
    const archive = join(folder, "image.tar");
    const image = { names: names.map(fullImageName), command: ["sh"] };
    writeFileSync(archive, await busyboxArchive(image, settings));
    const argv = [kind, "load", "image-archive", archive, "--name", name];
    await runOrThrow(argv, { environment, timeoutMs: 120_000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
