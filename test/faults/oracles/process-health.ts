import type { Evidence } from "../run/evidence.ts";

/** No process ends by itself but at the loss of its lease, and none writes to its standard error. */
export function processHealth({ endings, errors }: Evidence): string[] {
  const unasked = endings.filter(({ meant, lostLease }) => !meant && !lostLease);
  return [
    ...unasked.map(({ replica, code, signal }) => `replica ${replica} ended by itself (${signal ?? code})`),
    ...(errors.trim() === "" ? [] : [`standard error: ${errors.trim().slice(0, 500)}`]),
  ];
}
