import { randomUUID } from "node:crypto";
import { systemClock } from "../../../src/kube/clock.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import { createOperator, type Operator, type OperatorOptions } from "../../../src/operator/operator.ts";

/** An operator in this process, with the real clock and no log. */
export function inProcess(
  options: Pick<OperatorOptions, "access" | "config" | "instance" | "metrics">,
): Operator {
  return createOperator({
    ...options,
    clock: systemClock,
    random: Math.random,
    newId: () => randomUUID().replaceAll("-", ""),
    log: silentLogger,
  });
}

/** Of a namespace, whose Lease is there as well; undefined: of all namespaces. */
export function configFor(namespace: string | undefined, leaderElect: boolean): OperatorOptions["config"] {
  return {
    namespaces: namespace === undefined ? undefined : [namespace],
    workers: 4,
    shutdownSeconds: 5,
    leaderElect,
    leaseNamespace: namespace,
    leaseName: "operator",
  };
}
