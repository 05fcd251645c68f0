import fc from "fast-check";
import { KINDS } from "./mutate.ts";

export interface Input {
  readonly kind: string;
  readonly name: string;
  readonly spec: unknown;
}

/** Names that objects may have, and some that only almost. */
const names = fc.oneof(
  fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/),
  fc.stringMatching(/^[a-z]{1,10}(\.[a-z]{1,10}){1,4}$/),
  fc.integer({ min: 60, max: 253 }).map((length) => "n".repeat(length)),
);

/** So many inputs that follow from the seed: each kind in its turn, the large ones seldom. */
export function inputsOf(seed: number, count: number): Input[] {
  return Array.from({ length: count }, (_, index) => {
    const large = index % 25 === 24;
    const kinds = KINDS.filter(({ name }) => (name === "large") === large);
    const kind = kinds[index % kinds.length] ?? KINDS[0];
    if (!kind) throw new Error("there are no kinds of input");
    const [sample] = fc.sample(fc.tuple(names, kind.arbitrary), { seed: seed + index, numRuns: 1 });
    const [name, spec] = sample ?? ["none", {}];
    return { kind: kind.name, name: `${name.slice(0, 247)}-${index}`, spec };
  });
}
