/** metav1.Time: RFC 3339, whole seconds. `ms` are milliseconds since the epoch. */
export function metaTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** metav1.MicroTime: RFC 3339 with exactly six decimals; anything shorter is a 400. */
export function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
