import * as z from "zod";

/** One setting: a flag, the environment variable of the same meaning, and what it takes. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  flag: string;
  env: string;
  schema: Schema;
  /** What is taken, for errors and --help. */
  takes: string;
  meaning: string;
}

const setting = <Schema extends z.ZodType>(value: Setting<Schema>): Setting<Schema> => value;
const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const NAMESPACE = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const namespace = z.string().regex(new RegExp(`^${NAMESPACE}$`));

/** Every setting of the operator. A flag wins over its variable. */
export const SETTINGS = {
  kubeconfig: setting({
    flag: "kubeconfig",
    env: "KUBECONFIG",
    schema: z.string().min(1).optional(),
    takes: "the path of a file",
    meaning: "How to reach the cluster. Default: the pod's service account, else ~/.kube/config.",
  }),
  context: setting({
    flag: "context",
    env: "BATCHTASK_CONTEXT",
    schema: z.string().min(1).optional(),
    takes: "the name of a context",
    meaning: "The context of the kubeconfig. Default: its current one.",
  }),
  namespaces: setting({
    flag: "namespace",
    env: "BATCHTASK_NAMESPACE",
    schema: z
      .string()
      .regex(new RegExp(`^${NAMESPACE}(,${NAMESPACE})*$`))
      .transform((names) => [...new Set(names.split(","))])
      .optional(),
    takes: "the name of a namespace, or several separated by commas",
    meaning: "Watch these namespaces only. Default: all.",
  }),
  workers: setting({
    flag: "workers",
    env: "BATCHTASK_WORKERS",
    schema: wholeNumber(1, 256).default(64),
    takes: "a whole number from 1 to 256",
    meaning: "BatchTasks that are worked on at once. Default: 64.",
  }),
  leaderElect: setting({
    flag: "leader-elect",
    env: "BATCHTASK_LEADER_ELECT",
    schema: z
      .enum(["true", "false"])
      .default("true")
      .transform((value) => value === "true"),
    takes: "true or false",
    meaning: "Work only while holding the Lease; of several replicas one works. Default: true.",
  }),
  leaseNamespace: setting({
    flag: "lease-namespace",
    env: "BATCHTASK_LEASE_NAMESPACE",
    schema: namespace.optional(),
    takes: "the name of a namespace",
    meaning: "Namespace of the Lease. Default: the pod's own, else the kubeconfig context's, else default.",
  }),
  leaseName: setting({
    flag: "lease-name",
    env: "BATCHTASK_LEASE_NAME",
    schema: z
      .string()
      .max(253)
      .regex(/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/)
      .default("batchtask-operator"),
    takes: "the name of a Lease",
    meaning: "Name of the Lease. Default: batchtask-operator.",
  }),
  httpHost: setting({
    flag: "http-host",
    env: "BATCHTASK_HTTP_HOST",
    schema: z.union([z.ipv4(), z.ipv6()]).default("0.0.0.0"),
    takes: "an IP address",
    meaning: "Address that /healthz, /readyz and /metrics are served on. Default: 0.0.0.0.",
  }),
  httpPort: setting({
    flag: "http-port",
    env: "BATCHTASK_HTTP_PORT",
    schema: wholeNumber(0, 65535).default(8080),
    takes: "a port from 0 to 65535; 0 takes a free one",
    meaning: "Port of the same. Default: 8080.",
  }),
  metricsByNamespace: setting({
    flag: "metrics-by-namespace",
    env: "BATCHTASK_METRICS_BY_NAMESPACE",
    schema: wholeNumber(0, 1000).default(0),
    takes: "a whole number from 0 to 1000",
    meaning:
      "So many namespaces have the metrics of their tasks to themselves, by the label task_namespace, some twenty series each; the others share theirs. Default: 0, no such label.",
  }),
  logLevel: setting({
    flag: "log-level",
    env: "BATCHTASK_LOG_LEVEL",
    schema: z.enum(["trace", "debug", "info", "warn", "error"]).default("info"),
    takes: "trace, debug, info, warn or error",
    meaning: "Least severe line that is logged. Default: info.",
  }),
  logFormat: setting({
    flag: "log-format",
    env: "BATCHTASK_LOG_FORMAT",
    schema: z.enum(["auto", "json", "pretty"]).default("auto"),
    takes: "auto, json or pretty",
    meaning: "auto: pretty on a terminal, else JSON. Default: auto.",
  }),
  shutdownSeconds: setting({
    flag: "shutdown-seconds",
    env: "BATCHTASK_SHUTDOWN_SECONDS",
    schema: wholeNumber(0, 3600).default(20),
    takes: "a whole number from 0 to 3600",
    meaning: "Longest time that a stop waits for work under way. Default: 20.",
  }),
};

export type Config = { [K in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[K]["schema"]> };
