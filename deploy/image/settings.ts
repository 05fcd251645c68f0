import type { Image } from "../../test/cluster/image/archive.ts";
import { ENTRYPOINT, USER, VARIABLES } from "./files.ts";
import { imageLabels } from "./labels.ts";

/** How the image of a checkout is run, and its labels: the same for each architecture. */
export function settingsOf(root: string): Omit<Image, "names" | "architecture" | "files"> {
  return {
    entrypoint: ENTRYPOINT,
    command: ["/app/operator.mjs"],
    user: `${USER}:${USER}`,
    workingFolder: "/app",
    env: Object.entries(VARIABLES).map(([name, value]) => `${name}=${value}`),
    port: 8080,
    labels: imageLabels(root),
  };
}
