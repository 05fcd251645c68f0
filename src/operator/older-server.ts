import type { Client } from "../kube/client.ts";
import { isRecord } from "../kube/json.ts";
import type { Logger } from "../kube/log.ts";

/**
 * What an API server has from a minor version of Kubernetes 1 on, with nothing switched on: the first version whose
 * feature gate is on by default (pkg/features/kube_features.go of Kubernetes and of its apiserver).
 */
const SINCE: readonly (readonly [minor: number, what: string])[] = [
  [31, "successPolicy"],
  [34, "a pod's own resources (template.spec.resources)"],
  [35, "restartPolicyRules of containers"],
  [36, "MutatingAdmissionPolicies, without which a policy's onJobClamp: Clamp warns, as Warn does"],
];

/**
 * What this version lacks of what tasks and policies may ask for, each with the version that has it. Pure.
 * @param version as in v1.30.14; nothing is known to lack of one that can't be read
 */
export function lackingIn(version: string): string[] {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  if (major !== "1" || minor === undefined) return [];
  return SINCE.filter(([since]) => Number(minor) < since).map(([since, what]) => `1.${since}: ${what}`);
}

/**
 * Says what an older API server leaves out of what it is given, which it does without a word.
 * Any failure to ask is left to those who need the API server.
 */
export async function reportOlderServer(
  client: Pick<Client, "raw">,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { text } = await client.raw("GET", "/version", { signal });
    const answer: unknown = JSON.parse(text);
    const version = isRecord(answer) ? String(answer["gitVersion"]) : "";
    const lacks = lackingIn(version);
    if (lacks.length === 0) return;
    log.info(
      { version, lacks },
      "The API server is older than what tasks and policies can ask for: it leaves out what newer versions brought",
    );
  } catch (err) {
    log.debug({ err }, "The version of the API server could not be found out");
  }
}
