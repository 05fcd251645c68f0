import type { Explained } from "../../ui/server/ports.ts";
import { CliError, explainError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";

/** What an error says to whoever looks at the page, and the status of HTTP that goes with it. */
export function explainToPage(error: unknown): Explained {
  if (error instanceof CliError)
    return {
      status: error.exitCode === EXIT.Unreachable ? 502 : 409,
      message: error.message,
      ...(error.next !== undefined && { hint: error.next }),
    };
  if (isUnknownZone(error)) return { status: 400, message: "there is no such time zone" };
  return { status: statusOf(error), message: explainError(error).line };
}

/** The answers of the API server that say something of what was asked for; a 401 there is none of this page's. */
const PASSED: ReadonlySet<number> = new Set([403, 404, 409, 410, 422, 429]);

function statusOf(error: unknown): number {
  if (!(error instanceof Error)) return 500;
  if (error.name === "TransportError" || error.name === "AccessError") return 502;
  const status = "status" in error && typeof error.status === "number" ? error.status : undefined;
  if (error.name !== "ApiError" || status === undefined) return 500;
  return PASSED.has(status) ? status : 502;
}

/** As Intl has it. */
const isUnknownZone = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes("time zone");
