/** What Node.js calls a processor, and what Go, OCI and Debian call it. */
const NAMES = { x64: "amd64", arm64: "arm64" } as const;

export type NodeArch = keyof typeof NAMES;
export type GoArch = (typeof NAMES)[NodeArch];

/** Go's name of a processor by that of Node.js. @throws Error for one that nothing here is made for */
export function goArch(arch: string): GoArch {
  const found = Object.entries(NAMES).find(([node]) => node === arch)?.[1];
  if (found === undefined)
    throw new Error(
      `nothing here is made for the processor ${arch}: use one of ${Object.keys(NAMES).join(", ")}`,
    );
  return found;
}
