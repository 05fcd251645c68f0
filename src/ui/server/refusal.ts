import type { ClusterPort, Explained } from "./ports.ts";

/** What is answered instead of what was asked for. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** Of HTTP. */
  readonly status: number;
  /** What helps. */
  readonly hint: string | undefined;

  constructor(status: number, message: string, hint?: string) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

/** What an error says: a refusal itself, any other one by the cluster's words. Pure. */
export function explained(error: unknown, cluster: Pick<ClusterPort, "explain">): Explained {
  if (!(error instanceof Refusal)) return cluster.explain(error);
  const { status, message, hint } = error;
  return { status, message, ...(hint !== undefined && { hint }) };
}
