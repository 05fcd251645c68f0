import { usageError } from "../errors.ts";
import type { GlobalOptions } from "../options.ts";

/**
 * Whom the flags name to act as, by the names of a kubeconfig; without those that are not given, as for kubectl.
 * @throws CliError for a group or UID of nobody
 */
export function impersonation({ as, asUid, asGroup = [] }: GlobalOptions): Readonly<Record<string, unknown>> {
  if (!as && (asUid || asGroup.length > 0)) {
    const flag = asUid ? "--as-uid" : "--as-group";
    throw usageError(`${flag} needs --as`, "Name the user to act as by --as");
  }
  return {
    ...(as && { as }),
    ...(asUid && { "as-uid": asUid }),
    ...(asGroup.length > 0 && { "as-groups": asGroup }),
  };
}

/** In a pod without a kubeconfig there is no other cluster or user to name. @throws CliError */
export function refuseNames({ cluster, user }: GlobalOptions): void {
  const flag = (typeof cluster === "string" && "--cluster") || (user && "--user");
  if (flag)
    throw usageError(
      `${flag} names a part of a kubeconfig, and there is none: this is a pod with its ServiceAccount`,
      "Name a kubeconfig by --kubeconfig or KUBECONFIG",
    );
}
