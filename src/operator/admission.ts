import type { Client } from "../kube/client.ts";
import { isRecord } from "../kube/json.ts";
import type { Logger } from "../kube/log.ts";

const GROUP_PATH = "/apis/admissionregistration.k8s.io/v1";

/**
 * Says so where the API server knows no ValidatingAdmissionPolicy (before Kubernetes 1.30): then
 * nothing is refused or warned of at `kubectl apply`, and the guardrails hold when a Job is made.
 * Any failure to ask is left to those who need the API server.
 */
export async function reportAdmission(
  client: Pick<Client, "raw">,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { text } = await client.raw("GET", GROUP_PATH, { signal });
    const list: unknown = JSON.parse(text);
    const resources = isRecord(list) && Array.isArray(list["resources"]) ? list["resources"] : [];
    if (resources.some((one) => isRecord(one) && one["name"] === "validatingadmissionpolicies")) return;
    log.warn(
      {},
      "The API server has no ValidatingAdmissionPolicy (Kubernetes 1.30): nothing is refused at kubectl apply; the guardrails hold when a Job is made",
    );
  } catch (err) {
    log.debug({ err }, "It could not be found out whether there are ValidatingAdmissionPolicies");
  }
}
