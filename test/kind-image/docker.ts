import { spawn } from "node:child_process";
import { once } from "node:events";
import { which } from "../cluster/util/tools.ts";
import type { Environment } from "../cluster/util/run.ts";

/** How kind's own images start (images/base/Dockerfile of its module), as far as an import can say it. */
const CHANGES = ["ENV container=docker", 'ENTRYPOINT [ "/usr/local/bin/entrypoint", "/sbin/init" ]'];

/** Makes a root filesystem an image of Docker's. @throws Error with what tar or Docker said */
export async function importRoot(root: string, name: string, environment: Environment): Promise<void> {
  const changes = CHANGES.flatMap((change) => ["--change", change]);
  const options = { env: { ...environment } };
  const tar = spawn("tar", ["--numeric-owner", "-C", root, "-c", "."], {
    ...options,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const docker = spawn(which("docker", environment) ?? "docker", ["import", ...changes, "-", name], {
    ...options,
    stdio: [tar.stdout, "ignore", "inherit"],
  });
  // So that tar ends, too, where Docker ends before it.
  tar.stdout.destroy();
  const codes = await Promise.all(
    [tar, docker].map(async (child) => (await once(child, "close"))[0] as unknown),
  );
  if (codes.some((code) => code !== 0))
    throw new Error(`the image can't be imported: tar and docker ended with ${codes.join(" and ")}`);
}
