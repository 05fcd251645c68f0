/**
 * A client-node model as it is on the wire: times are RFC 3339 strings, and keys that clash with
 * JavaScript words (`_continue`) have their real names.
 */
export type Raw<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Raw<Item>[]
    : T extends object
      ? { [K in keyof T as K extends `_${infer Name}` ? Name : K]: Raw<T[K]> }
      : T;
