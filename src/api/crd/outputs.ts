import { GROUP, PLURAL, POLICY_PLURAL } from "../group.ts";
import { batchTaskCrd } from "./crd.ts";
import { batchTaskPage } from "./docs/batchtask.ts";
import { policyPage } from "./docs/policy.ts";
import { reasonsPage } from "./docs/reasons.ts";
import { policyCrd } from "./policy.ts";
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
    { path: `crds/${POLICY_PLURAL}.${GROUP}.yaml`, text: toYaml(policyCrd()) },
    { path: "docs/reference/batchtaskpolicy.md", text: policyPage() },
    { path: "docs/reference/batchtask.md", text: batchTaskPage(vendored) },
    { path: "docs/reference/reasons.md", text: reasonsPage() },
  ];
}
