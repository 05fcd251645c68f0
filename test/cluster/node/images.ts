import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { binary } from "../build/binaries.ts";
import { busyboxFiles } from "../image/busybox.ts";
import { dockerArchive, type Image } from "../image/archive.ts";
import { fullImageName } from "../image/names.ts";
import { cacheFolder } from "../layout.ts";
import type { Settings } from "../options.ts";
import type { Plan } from "../plan/plan.ts";
import { type Environment, runOrThrow } from "../util/run.ts";
import { waitFor } from "../util/wait.ts";
import { CONTAINERD_SOCKET, PAUSE_IMAGE } from "./config.ts";
import { findBusybox } from "./debian.ts";
import { runInside } from "./inside.ts";

type ImageSettings = Pick<Settings, "environment" | "report" | "signal">;

/** Reaps what a shared PID namespace leaves to it, and ends at once on SIGTERM. */
const PAUSE = 'trap "exit 0" TERM INT; while :; do sleep 86400 & wait $!; done';

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
  settings.report(`Local stand-ins, each a static busybox under the image's name: ${names.join(", ")}`);
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
  const { environment } = settings;
  const busybox = await findBusybox({ ...settings, cache: cacheFolder(environment) });
  const { stdout } = await runOrThrow([busybox, "--list"], { environment, timeoutMs: 5_000 });
  const files = busyboxFiles(readFileSync(busybox), stdout.trim().split("\n"));
  const architecture = process.arch === "arm64" ? "arm64" : "amd64";
  const folder = mkdtempSync(join(plan.layout.state, "image-"));
  try {
    const archive = join(folder, "image.tar");
    writeFileSync(archive, dockerArchive({ ...image, architecture, files }));
    await importArchive(plan, archive, environment);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
