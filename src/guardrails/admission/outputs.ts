import type { Output } from "../../api/crd/outputs.ts";
import { documents } from "../../api/crd/yaml.ts";
import { guardrailsPage } from "./page.ts";
import { denyPolicy, fencePolicy, rightsPolicy, warnPolicy } from "./policies.ts";

/** What is generated from the guardrails. */
export function guardrailOutputs(): Output[] {
  return [
    { path: "deploy/admission/policy.yaml", text: documents(denyPolicy()) },
    { path: "deploy/admission/warnings.yaml", text: documents(warnPolicy()) },
    { path: "deploy/admission/rights.yaml", text: documents(rightsPolicy()) },
    { path: "deploy/admission/fence.yaml", text: documents(fencePolicy()) },
    { path: "docs/reference/guardrails.md", text: guardrailsPage() },
  ];
}
