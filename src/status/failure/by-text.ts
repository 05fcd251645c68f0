/** Order of two times, RFC 3339 of one form, as of any texts; 0 where they are the same. */
export const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
