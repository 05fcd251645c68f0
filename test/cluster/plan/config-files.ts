import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../util/files.ts";
import { kubeconfig } from "./kubeconfig.ts";
import type { Plan } from "./plan.ts";

/** Component users: the file name of the certificate is the file name of the kubeconfig. */
const USERS = ["kube-controller-manager", "kube-scheduler", "kwok"];

/** Writes the files that the control plane and kwok are started with, and the user's kubeconfig. */
export function writeConfigFiles(plan: Plan): void {
  const { config, kubeconfig: admin } = plan.layout;
  mkdirSync(config, { recursive: true });
  const json = (name: string, value: unknown): void =>
    writeAtomically(join(config, name), `${JSON.stringify(value, null, 2)}\n`);
  for (const user of USERS) json(`${user}.kubeconfig`, kubeconfig(plan, user));
  json("scheduler.json", schedulerConfiguration(join(config, "kube-scheduler.kubeconfig")));
  json("audit-policy.json", AUDIT_POLICY);
  writeAtomically(join(config, "kwok.yaml"), kwokStages());
  writeAtomically(admin, `${JSON.stringify(kubeconfig(plan, "admin"), null, 2)}\n`);
}

const AUDIT_POLICY = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [{ level: "Metadata" }],
};

/** The scheduler's settings: 50 binds a second, its default, would be the ceiling of any measurement. */
function schedulerConfiguration(kubeconfig: string): object {
  return {
    apiVersion: "kubescheduler.config.k8s.io/v1",
    kind: "KubeSchedulerConfiguration",
    clientConnection: { kubeconfig, qps: 1000, burst: 2000 },
    leaderElection: { leaderElect: false },
  };
}

/** What kwok does with nodes and pods: the stages under `kwok/`, in one file. */
function kwokStages(): string {
  const folder = join(import.meta.dirname, "..", "kwok");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("---\n");
}
