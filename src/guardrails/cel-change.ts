/** A change of the spec of a Job to be, each part an expression of CEL. */
export interface Change {
  /**
   * JSON pointer under the spec, "/backoffLimit"; what is above the last part must be there already. In a list the value
   * goes in front of the index.
   */
  path: string;
  /** Put together of texts, numbers, lists and maps: what is copied out of the object need not be JSON. */
  value: string;
  /** What is told of it, one sentence a line; "''" for nothing. */
  says: string;
}

/** CEL of one item of the list of changes that a rule makes. */
export const celChange = ({ path, value, says }: Change): string =>
  `{'path': dyn(${path}), 'value': dyn(${value}), 'says': dyn(${says})}`;

/** CEL of a list of one change: an empty list or map under a path, where `there` is not; none where it is. */
export const celParent = (there: string, path: string, empty: "[]" | "{}" = "{}"): string =>
  `(${there} ? [] : [${celChange({ path, value: empty, says: "''" })}])`;

/** CEL: a key as a part of a JSON pointer. Its library has a function for it that variables can't use. */
export const celPointerKey = (key: string): string => `${key}.replace('~', '~0').replace('/', '~1')`;

/** CEL: `body` with a name for a value, which is then computed once. */
export const celLet = (name: string, value: string, body: string): string =>
  `[${value}].map(${name}, ${body})[0]`;
