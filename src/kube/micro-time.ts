/** metav1.MicroTime: RFC 3339 with exactly six decimals; anything shorter is a 400. */
export function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
