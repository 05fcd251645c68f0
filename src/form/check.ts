/** A JSON value that may be anything; `undefined` and `null` both mean absent, as in Kubernetes' Go types. */
export type Value = unknown;

/**
 * What a value of a Job must be like, once for TypeScript (lint) and once for CEL (the API server). Both must hold of the
 * same values: test/integration/form.test.ts asks the API server, lint and a real Job about the same tasks.
 */
export interface Check {
  /** The field below the value that is meant; absent: the value itself. */
  readonly field?: string;
  /** Only of a value that is there. `spec` is the whole spec of the task. */
  readonly isWrong: (value: Value, spec: Value) => boolean;
  /** CEL that is true where the value that the expression `value` stands for is wrong. `object.spec` is the whole spec. */
  readonly wrong: (value: string) => string;
  /** Whether the message tells the value. */
  readonly tells: boolean;
  /** What is asked for, and how to get there. */
  readonly says: string;
  /** A later version of Kubernetes may see it otherwise: lint warns, and at apply it is left to the Job. */
  readonly mayChange?: boolean;
}

/** Checks by the path of the value that they are about, below `spec`: a list's items are `[]`, a map's keys `{}` and its values `{=}`. */
export type FormRules = Readonly<Record<string, readonly Check[]>>;

/** The same rules for values that lie below `path`. */
export function below(path: string, rules: FormRules): FormRules {
  return Object.fromEntries(
    Object.entries(rules).map(([name, checks]) => [
      name === "" || name.startsWith("[]") || name.startsWith("{") ? path + name : `${path}.${name}`,
      checks,
    ]),
  );
}

/** The sentence of a check about the value at a path. */
export function sentence({ field = "", tells, says }: Check, path: string, value: string): string {
  const at = field === "" ? path : `${path}.${field}`;
  return tells ? `${at} is "${value}", and ${says}` : `${at} ${says}`;
}

/** All of several rules; of one path those of each. */
export function merged(...all: readonly FormRules[]): FormRules {
  const found: Record<string, readonly Check[]> = {};
  for (const [path, checks] of all.flatMap((rules) => Object.entries(rules)))
    found[path] = [...(found[path] ?? []), ...checks];
  return found;
}
