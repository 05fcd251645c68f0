/** A number and what it counts, as in "1 task" and "2 tasks". */
export function counted(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? "" : "s"}`;
}
