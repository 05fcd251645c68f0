import { z } from "zod";

const resources = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => [value].flat());

/** What a fault does. Exactly one key. */
const actions = {
  /** SIGKILL of the replica that the trigger speaks of (else of the first); it starts again after so many ms. */
  crash: z.object({ awayMs: z.int().min(0).default(0) }),
  /** The replica ends for good. */
  kill: z.object({ replica: z.union([z.int(), z.literal("leader")]).default(0) }),
  /** SIGSTOP and SIGCONT. */
  pause: z.object({ replica: z.union([z.int(), z.literal("leader")]).default(0) }),
  resume: z.literal(true),
  /** The proxy's own answer, in place of the API server's. */
  answer: z.object({ status: z.int(), retryAfter: z.int().optional() }),
  /** The connection is reset. */
  reset: z.literal(true),
  delayMs: z.int().min(0),
  /** The call waits until `release`. */
  hold: z.literal(true),
  release: z.literal(true),
  /** Watches: what comes is held back, and a new watch is told of the same old state. */
  freeze: resources,
  thaw: resources,
  /** Keeps what the watches have said so far; `recall` goes back to it, with the watches frozen there. */
  remember: z.literal(true),
  recall: resources,
  /** Watches end and none is let through, until `mend`. */
  sever: resources,
  mend: resources,
  /** Watches end; the next one hears that its version is too old, by HTTP or within the stream. */
  expire: z.object({ resources, form: z.enum(["http", "stream"]) }),
  cut: resources,
  silence: resources,
  duplicate: resources,
  late: z.object({ resources, ms: z.int() }),
  /** Watches end; the next one starts at a version that is still to come. */
  future: resources,
  /**
   * A process of the cluster is killed and started again after so many ms; `store` is etcd, or what serves in its
   * place.
   */
  restart: z.object({
    component: z.string(),
    signal: z.enum(["SIGKILL", "SIGTERM"]).default("SIGKILL"),
    awayMs: z.int().default(1_000),
  }),
  /** The store's data, kept; and put back, with store and the API server started anew on it. */
  backup: z.literal(true),
  restore: z.literal(true),
  /** Somebody else takes the lease. */
  steal: z.literal(true),
  /** Replica 0's wall clock jumps by so many seconds. */
  jump: z.object({ seconds: z.int() }),
} as const;

const action = z
  .strictObject(
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each schema made optional
    Object.fromEntries(
      Object.entries(actions).map(([name, schema]) => [name, schema.optional()]),
    ) as unknown as {
      [K in keyof typeof actions]: z.ZodOptional<(typeof actions)[K]>;
    },
  )
  .refine((value) => Object.values(value).filter((part) => part !== undefined).length === 1, {
    message: "takes exactly one action",
  });

/** Which calls: what is left out matches all. */
const call = z.strictObject({
  verb: z.string().optional(),
  resource: z.string().optional(),
  subresource: z.string().optional(),
  /** The first of the run is 1. */
  nth: z.int().min(1).default(1),
  /** So many in a row. */
  times: z.int().min(1).default(1),
  replica: z.int().optional(),
});

/** Before it is forwarded; once the API server has answered; once the operator has its answer. */
const point = z.enum(["before", "committed", "replied"]);

const trigger = z.union([
  z.strictObject({ call, at: point }),
  /** Before the workload takes a step, or once that step's state is reached. */
  z.strictObject({ before: z.string(), afterMs: z.int().optional() }),
  z.strictObject({ after: z.string(), afterMs: z.int().optional() }),
]);

const fault = z.strictObject({
  on: trigger,
  do: action,
  /** The operator may well never give occasion to it; then the others count as tried all the same. */
  optional: z.boolean().default(false),
});

const common = {
  class: z.string(),
  workloads: z.array(z.string()).min(1),
  /** Longest wait for each state of the workload. */
  stepTimeoutMs: z.int().default(40_000),
  /** How long the operator is watched once it is at rest, where that is longer than usual. */
  quietMs: z.int().optional(),
};

/** A plan of named faults: one perturbation for each of its workloads. */
const single = z.strictObject({
  ...common,
  faults: z.array(fault),
  replicas: z.int().min(1).default(1),
  /** `all`: end state and counts as in the unperturbed run; `live`: only of tasks that are there at the end; `none`. */
  compare: z.enum(["all", "live", "none"]).default("all"),
});

/** A plan for every call of a workload: one perturbation for each call and each action. */
const sweep = z.strictObject({
  ...common,
  each: z.enum(["write", "call"]),
  do: z.array(z.strictObject({ at: point, action })).min(1),
});

export const planSchema = z.union([single, sweep]);
export type Plan = z.output<typeof planSchema>;
export type Sweep = z.output<typeof sweep>;
export type Fault = z.output<typeof fault>;
export type Action = z.output<typeof action>;
export type Point = z.output<typeof point>;
