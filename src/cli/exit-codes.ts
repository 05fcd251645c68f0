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
  Unwritten: 74,
  Interrupted: 130,
  BrokenPipe: 141,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command ends with that has done several things: the higher code is the worse one. */
export function worst(one: ExitCode, other: ExitCode): ExitCode {
  return one > other ? one : other;
}

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
  { code: EXIT.Unwritten, meaning: "The output can't be written: the disk is full, for example." },
  { code: EXIT.Interrupted, meaning: "Interrupted by Ctrl-C." },
  {
    code: EXIT.BrokenPipe,
    meaning: "Nobody reads the output any more, as behind `| head`; what was not done by then is not done.",
  },
];
