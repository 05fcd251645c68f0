import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import type { Adjustment } from "../../api/status.ts";
import { celPodSecurity } from "../cel-security.ts";
import { withPodFields } from "../pod-fields.ts";
import type { Rule } from "../rule.ts";
import { isWindows, type PodSecurity, securityText } from "../security.ts";

const FIELD = "template.spec.securityContext";

/** What pods have in their securityContext. */
export const podSecurityContext: Rule = {
  name: "podSecurityContext",
  about: [
    "default: what a pod's securityContext has where the author says nothing, field by field, so that work from a plain Job passes the Pod Security Standards. Nothing of the author's is changed; what a container says of itself holds for it, as always. It refuses nothing: that is for Pod Security Admission.",
    "runAsNonRoot is not filled in where the pod, or a container that does not say runAsNonRoot itself, has runAsUser 0: it could not start.",
    "A pod with os.name windows takes none of it: Kubernetes would refuse it.",
    "A change of the policy reaches future runs only.",
  ],
  example: {
    podSecurityContext: { default: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } },
  },
  adjust: (spec, { podSecurityContext: defaults }) => {
    const own: PodSecurity = spec.template.spec?.securityContext ?? {};
    const added = isWindows(spec)
      ? []
      : Object.entries(defaults).filter(([field]) => {
          const [name = ""] = field.split(".");
          return !Object.hasOwn(own, name) && !(name === "runAsNonRoot" && asksForRoot(spec));
        });
    const adjustments = added.map(
      ([field, { value, policy }]): Adjustment => ({
        field: `${FIELD}.${field}`,
        applied: securityText(value),
        rule: "podSecurityContext",
        policy,
      }),
    );
    const securityContext = added.reduce((all, [, { value }]) => ({ ...all, ...defined(value) }), own);
    return withPodFields(spec, { securityContext }, adjustments);
  },
  celAdjust: celPodSecurity(),
};

/** Whether runAsNonRoot of the pod would keep a container from starting that is to run as root. */
function asksForRoot({ template: { spec } }: BatchTaskSpec): boolean {
  if (spec?.securityContext?.runAsUser === 0) return true;
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].some(
    ({ securityContext: own }) => own?.runAsUser === 0 && own.runAsNonRoot === undefined,
  );
}
