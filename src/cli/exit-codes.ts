/** What the exit code of a command tells a script. Codes of `kubectl diff` and of shells are kept where they exist. */
export const EXIT = {
  Ok: 0,
  No: 1,
  Usage: 2,
  Input: 3,
  Unreachable: 4,
  Refused: 5,
  TimedOut: 6,
  Internal: 70,
  Interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The meaning of each code, for --help and the reference page. */
export const EXIT_CODES: readonly { code: ExitCode; meaning: string }[] = [
  { code: EXIT.Ok, meaning: "Done, and nothing to complain of." },
  {
    code: EXIT.No,
    meaning:
      "The answer is no: lint found errors, diff found differences, the task failed, a check did not pass.",
  },
  {
    code: EXIT.Usage,
    meaning: "The command line is wrong: an unknown flag, a value that a flag does not take.",
  },
  { code: EXIT.Input, meaning: "A file, URL or stdin can't be read, or is not what the command takes." },
  { code: EXIT.Unreachable, meaning: "The cluster can't be reached: kubeconfig, credentials or network." },
  { code: EXIT.Refused, meaning: "The API server refused: not found, forbidden, invalid, conflict." },
  { code: EXIT.TimedOut, meaning: "What was waited for did not come in time." },
  { code: EXIT.Internal, meaning: "A fault of this program." },
  { code: EXIT.Interrupted, meaning: "Interrupted by Ctrl-C." },
];
