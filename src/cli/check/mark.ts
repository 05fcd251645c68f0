/** Label of the operator's Lease (src/operator/leadership.ts), and of the chart's objects without `nameOverride`. */
export const MARK = { label: "app.kubernetes.io/name", value: "batchtask-operator" } as const;
