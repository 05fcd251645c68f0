import type { Figures } from "../measure/figures.ts";
import type { Witness } from "../measure/witness.ts";
import type { Stage } from "../stage.ts";
import type { RunningOperator, Subject } from "../subjects/subject.ts";

/** How much is measured. */
export interface Amounts {
  /** Objects under load. */
  readonly load: number;
  /** Objects one at a time. */
  readonly idle: number;
  /** Live or finished objects at rest. */
  readonly rest: number;
  /** Objects of the mode that looks at memory only. */
  readonly memory: number;
  readonly restSeconds: number;
  /** Longest that one phase of a measurement may take. */
  readonly limitMs: number;
}

/** A subject on a control plane of its own, warmed up. */
export interface Scene {
  readonly stage: Stage;
  readonly subject: Subject;
  readonly witness: Witness;
  readonly amounts: Amounts;
  /** The operator that runs now; undefined for raw Jobs. */
  readonly operator: () => RunningOperator | undefined;
  /** Ends the operator and starts it anew; `between` is called while none runs. */
  readonly restart: (between: () => void) => Promise<RunningOperator>;
}

/** What one measurement gave. */
export interface Outcome {
  readonly figures: Figures;
  /** Requests to the API server per object, by verb, resource and refusal. */
  readonly requests: Readonly<Record<string, number>>;
  /** CPU per object in milliseconds, by process. */
  readonly cpu: Readonly<Record<string, number>>;
}
