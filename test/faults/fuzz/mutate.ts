import fc from "fast-check";
import { isRecord } from "../../../src/kube/json.ts";
import { anything, validSpec } from "./valid.ts";

/** One kind of input, and how to make it. */
export interface Kind {
  readonly name: string;
  readonly arbitrary: fc.Arbitrary<unknown>;
}

const odd = fc.oneof(
  anything,
  fc.constantFrom<unknown>(
    -1,
    0,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1.5,
    "",
    " ",
    "\u0000",
    "\uD83D",
    null,
    [],
    {},
    true,
  ),
  fc.string({ unit: "grapheme", minLength: 200, maxLength: 400 }),
);

/** Every place in a value, as a list of keys. */
function placesOf(value: unknown, at: string[] = []): string[][] {
  const inside = Array.isArray(value) || isRecord(value) ? Object.entries(value) : [];
  return [at, ...inside.flatMap(([key, part]) => placesOf(part, [...at, key]))];
}

/** The value with another one put in its place. */
function put(value: unknown, [key, ...rest]: string[], other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((part: unknown, at) => (String(at) === key ? put(part, rest, other) : part));
  return isRecord(value) ? { ...value, [key]: put(value[key], rest, other) } : other;
}

const mutated = fc.tuple(validSpec, fc.nat(), odd).map(([spec, choice, other]) => {
  const places = placesOf(spec);
  return put(spec, places[choice % places.length] ?? [], other);
});

const extended = fc
  .tuple(validSpec, fc.string({ maxLength: 12 }), odd)
  .map(([spec, key, other]) => ({ ...spec, [key]: other }));

/** JSON.stringify itself gives up at some depth: the nesting is put into the text (see toText). */
const deep = fc
  .tuple(validSpec, fc.constantFrom(20, 200, 2_000, 9_000, 200_000))
  .map(([spec, depth]) => put(spec, ["template", "spec", "affinity"], `deep:${depth}`));

/** An input as JSON. */
export function toText(value: unknown): string {
  return JSON.stringify(value).replace(/"deep:(\d+)"/, (_, depth: string) => {
    const levels = Number(depth);
    return `${'{"deeper":['.repeat(levels)}1${"]}".repeat(levels)}`;
  });
}

const large = fc
  .tuple(validSpec, fc.constantFrom(100_000, 700_000, 1_000_000, 1_400_000))
  .map(([spec, size]) => put(spec, ["template", "spec", "containers", "0", "args"], ["x".repeat(size)]));

/** Legal for the task's schema, and refused for a Job. */
const unfit = fc.tuple(validSpec, fc.integer({ min: 0, max: 4 })).map(([spec, choice]) => {
  const places: [string[], unknown][] = [
    [["template", "spec", "containers", "0", "imagePullPolicy"], "Sometimes"],
    [["template", "spec", "containers", "0", "image"], " "],
    [["template", "spec", "volumes"], [{ name: "Not A Name" }]],
    [["template", "spec", "serviceAccountName"], "Ünicode"],
    [["template", "metadata", "labels"], { "not a label": "value" }],
  ];
  const [place, value] = places[choice] ?? [[], {}];
  return put(spec, place, value);
});

export const KINDS: readonly Kind[] = [
  { name: "valid", arbitrary: validSpec },
  { name: "nearly valid", arbitrary: mutated },
  { name: "unknown field", arbitrary: extended },
  { name: "unfit for a Job", arbitrary: unfit },
  { name: "garbage", arbitrary: anything },
  { name: "deep", arbitrary: deep },
  { name: "large", arbitrary: large },
];
