import { harmless } from "../status/harmless.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** An error that a user can do something about. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: ExitCode;
  /** The next step: a sentence, or a command. */
  readonly next: string | undefined;

  constructor(message: string, exitCode: ExitCode, next?: string) {
    super(message);
    this.exitCode = exitCode;
    this.next = next;
  }
}

/** A wrong command line. */
export function usageError(message: string, next?: string): CliError {
  return new CliError(message, EXIT.Usage, next);
}

/** Something that was read and can't be used. */
export function inputError(message: string, next?: string): CliError {
  return new CliError(message, EXIT.Input, next);
}

/** A cluster without the CRD. */
export function notInstalled(): CliError {
  return new CliError(
    "this cluster has no BatchTasks: their CRD is not installed",
    EXIT.Refused,
    "Install the operator, or see `kubectl batchtask check --pre`",
  );
}

/** What stderr says of an error, in one line that a terminal may show whoever wrote it, and the exit code. */
export function explainError(error: unknown): { line: string; exitCode: ExitCode } {
  const { line, exitCode } = explained(error);
  return { line: harmless(line), exitCode };
}

function explained(error: unknown): { line: string; exitCode: ExitCode } {
  if (error instanceof CliError)
    return { line: sentence(error.message, error.next), exitCode: error.exitCode };
  if (!(error instanceof Error)) return { line: String(error), exitCode: EXIT.Internal };
  return explain(error);
}

/** By name, so that src/kube need not be loaded to tell its errors. */
function explain(error: Error): { line: string; exitCode: ExitCode } {
  switch (error.name) {
    case "ApiError":
      return explainRefusal(error);
    case "AccessError":
      return {
        line: sentence(error.message, fixOf(error) ?? "Name a kubeconfig by --kubeconfig or KUBECONFIG"),
        exitCode: EXIT.Unreachable,
      };
    case "TransportError":
      return {
        line: sentence(error.message, "See whether `kubectl cluster-info` gets an answer"),
        exitCode: EXIT.Unreachable,
      };
    case "AbortError":
      return { line: "interrupted", exitCode: EXIT.Interrupted };
    case "TimeoutError":
      return { line: error.message, exitCode: EXIT.TimedOut };
    default:
      return { line: `a fault of this program: ${error.stack ?? error.message}`, exitCode: EXIT.Internal };
  }
}

function fixOf(error: Error): string | undefined {
  return "fix" in error && typeof error.fix === "string" ? error.fix : undefined;
}

/** The parts of src/kube's ApiError that are shown. */
interface Refusal extends Error {
  status?: number;
  detail?: string;
  isMissingResourceType?: boolean;
  path?: string;
}

/** How the API server introduces what an admission policy of ours says. */
const DENIAL =
  / is forbidden: ValidatingAdmissionPolicy '[^']*\.batchtask\.dev' with binding '[^']*' denied request: /;

function explainRefusal(error: Refusal): { line: string; exitCode: ExitCode } {
  const exitCode = error.status === 401 ? EXIT.Unreachable : EXIT.Refused;
  const detail = (error.detail ?? error.message).replace(DENIAL, " is refused: ").replace(/errors:\s*/, "");
  if (error.isMissingResourceType && error.path?.includes("/batchtask.dev/"))
    return explained(notInstalled());
  return { line: sentence(detail, nextAfterRefusal(error.status, detail)), exitCode };
}

function nextAfterRefusal(status: number | undefined, detail: string): string | undefined {
  if (/field not declared in schema|typed patch object/.test(detail))
    return "`kubectl batchtask lint -f FILE` says which field is meant";
  if (status === 401) return "Renew the credentials of your kubeconfig";
  if (status === 403) return "Ask for the right, or see `kubectl auth can-i --list`";
  return undefined;
}

/** One line: what is wrong, and the next step. */
function sentence(message: string, next: string | undefined): string {
  const text = harmless(message)
    .trim()
    .replaceAll(/\s*\n\s*/g, "; ")
    .replace(/\.$/, "");
  return next === undefined ? text : `${text}${text.endsWith("?") ? "" : "."} ${next}`;
}
