import { isRecord } from "../../../src/kube/json.ts";

const ANYTHING = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

/** The CRD as it is, and with parts of its schema taken out. Each gets a copy that it may change. */
export const VARIANTS: Readonly<Record<string, (properties: Record<string, unknown>) => void>> = {
  "as it is": () => undefined,
  "without rules (CEL)": withoutRules,
  "spec unknown to the schema": (properties) => void (properties["spec"] = ANYTHING),
  "status unknown to the schema": (properties) => void (properties["status"] = ANYTHING),
  "both unknown to the schema": (properties) =>
    void Object.assign(properties, { spec: ANYTHING, status: ANYTHING }),
};

function withoutRules(schema: unknown): void {
  if (Array.isArray(schema)) for (const item of schema) withoutRules(item);
  if (!isRecord(schema)) return;
  delete schema["x-kubernetes-validations"];
  for (const value of Object.values(schema)) withoutRules(value);
}
