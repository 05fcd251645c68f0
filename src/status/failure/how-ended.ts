/** "ended with exit code 137 (OOMKilled)" */
export function howEnded(exitCode: number, reason: string): string {
  return `ended with exit code ${exitCode}${reason === "Error" ? "" : ` (${reason})`}`;
}

/** "once", "twice", "3 times" */
export function times(count: number): string {
  return ["never", "once", "twice"][count] ?? `${count} times`;
}
