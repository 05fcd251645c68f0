/** The function of one index: the values under which an object is found. */
export type IndexFunction<T> = (object: T) => readonly string[];

/** Maps index and value to keys. */
export interface ObjectIndex<T> {
  keys(index: string, value: string): Iterable<string>;
  /** Moves `key` from the values of `old` to those of `next`; either may be absent. */
  update(key: string, old: T | undefined, next: T | undefined): void;
}

/**
 * `keys` throws a TypeError for an index that was not declared. An index function that throws is reported to
 * `onError`; its object is then found under no value of that index.
 */
export function createIndex<T>(
  functions: Record<string, IndexFunction<T>>,
  onError: (error: unknown) => void,
): ObjectIndex<T> {
  const indexes = new Map<string, Values>(Object.keys(functions).map((name) => [name, new Map()]));

  function valuesOf(name: string, object: T | undefined): readonly string[] {
    try {
      return object === undefined ? [] : (functions[name]?.(object) ?? []);
    } catch (error) {
      onError(error);
      return [];
    }
  }

  return {
    keys(index, value) {
      const values = indexes.get(index);
      if (!values) throw new TypeError(`the store has no index "${index}"`);
      return values.get(value) ?? [];
    },
    update(key, old, next) {
      for (const [name, values] of indexes) {
        for (const value of valuesOf(name, old)) remove(values, value, key);
        for (const value of valuesOf(name, next)) add(values, value, key);
      }
    },
  };
}

type Values = Map<string, Set<string>>;

function remove(values: Values, value: string, key: string): void {
  const keys = values.get(value);
  keys?.delete(key);
  if (keys?.size === 0) values.delete(value);
}

function add(values: Values, value: string, key: string): void {
  const keys = values.get(value) ?? new Set<string>();
  values.set(value, keys.add(key));
}
