import type { Fault } from "../plan/schema.ts";
import type { Evidence } from "../run/evidence.ts";

/** No process ends by itself, but at the loss of a lease that was taken from it; none writes to its standard error. */
export function processHealth({ endings, errors, faults }: Evidence): string[] {
  const mayLose = faults.some(costsTheLease);
  const unasked = endings.filter(({ meant, lostLease }) => !meant && !(lostLease && mayLose));
  return [
    ...unasked.map(
      ({ replica, code, signal, lostLease }) =>
        `replica ${replica} ended by itself (${lostLease ? "it lost its lease" : (signal ?? code)})`,
    ),
    ...(errors.trim() === "" ? [] : [`standard error: ${errors.trim().slice(0, 500)}`]),
  ];
}

/** The leader is frozen, or its renewals fail, or somebody else takes the lease. */
function costsTheLease({ on, do: action }: Fault): boolean {
  if (action.pause ?? action.steal) return true;
  return "call" in on && (on.call.resource ?? "leases") === "leases";
}
