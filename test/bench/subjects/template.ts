/** The pod that all subjects run. */
export const TEMPLATE = {
  spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] },
};
