import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { binary } from "../build/binaries.ts";
import type { Image } from "../image/archive.ts";
import { fullImageName } from "../image/names.ts";
import type { Settings } from "../options.ts";
import type { Plan } from "../plan/plan.ts";
import type { Environment } from "../util/run.ts";
import { waitFor } from "../util/wait.ts";
import { CONTAINERD_SOCKET, PAUSE_IMAGE } from "./config.ts";
import { runInside } from "./inside.ts";
import { PAUSE } from "./pause.ts";
import { aboutStandIns, busyboxArchive } from "./stand-in.ts";

type ImageSettings = Pick<Settings, "environment" | "report" | "signal">;

function ctr(plan: Plan, ...args: string[]): string[] {
  return [binary(plan.binaries, "ctr"), "--address", CONTAINERD_SOCKET, "--namespace", "k8s.io", ...args];
}

/** Imports a docker-archive into the node's container runtime, and waits until the kubelet can see it. */
export async function importArchive(plan: Plan, archive: string, environment: Environment): Promise<void> {
  if (!plan.nodes.real) throw new Error(`cluster ${plan.name} has no real node to import images to`);
  await runInside(plan, ctr(plan, "images", "import", archive), environment);
  // The CRI plugin learns of a new image by an event, and then marks it as its own.
  await waitFor({ what: `${archive} is known to the kubelet`, timeoutMs: 10_000, everyMs: 20 }, async () => {
    const { stdout } = await runInside(plan, ctr(plan, "images", "list"), environment);
    const lines = stdout.trim().split("\n").slice(1);
    return lines.every((line) => line.includes("io.cri-containerd.image=managed"));
  });
}

/** Makes local stand-ins for images available on the real node. */
export async function loadStandIns(
  plan: Plan,
  names: readonly string[],
  settings: ImageSettings,
): Promise<void> {
  if (!plan.nodes.real) {
    settings.report("kwok's nodes need no images.");
    return;
  }
  if (names.length === 0) return;
  settings.report(aboutStandIns(names));
  await importBusybox(plan, { names: names.map(fullImageName), command: ["sh"] }, settings);
}

/** Imports the image that holds pods' namespaces, once containerd answers. */
export async function importPause(plan: Plan, settings: ImageSettings): Promise<void> {
  const wait = { what: "containerd answers", timeoutMs: 30_000, signal: settings.signal };
  await waitFor(wait, () =>
    runInside(plan, ctr(plan, "version"), settings.environment).then(
      () => true,
      () => false,
    ),
  );
  await importBusybox(plan, { names: [PAUSE_IMAGE], entrypoint: ["/bin/sh", "-c", PAUSE] }, settings);
}

async function importBusybox(
  plan: Plan,
  image: Pick<Image, "names" | "entrypoint" | "command">,
  settings: ImageSettings,
): Promise<void> {
  const content = await busyboxArchive(image, settings);
  const folder = mkdtempSync(join(plan.layout.state, "image-"));
  try {
    const archive = join(folder, "image.tar");
    writeFileSync(archive, content);
    await importArchive(plan, archive, settings.environment);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
