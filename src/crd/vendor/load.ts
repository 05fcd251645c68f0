import { readFileSync } from "node:fs";
import { KUBERNETES_VERSION, vendoredFile } from "./version.ts";
import { type Vendored, vendoredSchema } from "./definitions.ts";

/** Reads the vendored definitions and checks that they are of the pinned version. */
export function loadVendored(): Vendored {
  const vendored = vendoredSchema.parse(JSON.parse(readFileSync(vendoredFile, "utf8")));
  if (vendored.kubernetes !== KUBERNETES_VERSION)
    throw new Error(`${vendoredFile.pathname} is of ${vendored.kubernetes}, not of ${KUBERNETES_VERSION}`);
  return vendored;
}
