import { AccessError } from "../errors.ts";

interface Details {
  cause?: unknown;
  /** The next step; see AccessError. */
  fix?: string;
}

/**
 * What is wrong with a kubeconfig, with the file that it is in.
 * @param path several, joined, where no single one is to blame
 */
export function problem(path: string, what: string, details: Details = {}): AccessError {
  const { cause } = details;
  const reason = cause instanceof Error ? `: ${cause.message}` : "";
  return new AccessError(`the kubeconfig ${path} ${what}${reason}`, details);
}
