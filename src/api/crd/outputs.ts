import { GROUP, PLURAL } from "../group.ts";
import { batchTaskCrd } from "./crd.ts";
import { batchTaskPage } from "./docs/batchtask.ts";
import { reasonsPage } from "./docs/reasons.ts";
import type { Vendored } from "./vendor/definitions.ts";
import { toYaml } from "./yaml.ts";

/** A generated file: its path from the repository's root, and its text. */
export interface Output {
  path: string;
  text: string;
}

/** Every generated file. */
export function outputs(vendored: Vendored): Output[] {
  return [
    { path: `crds/${PLURAL}.${GROUP}.yaml`, text: toYaml(batchTaskCrd(vendored)) },
    { path: "docs/reference/batchtask.md", text: batchTaskPage(vendored) },
    { path: "docs/reference/reasons.md", text: reasonsPage() },
  ];
}
