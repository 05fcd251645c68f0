import type { Adjustment } from "../../api/status.ts";
import { celContainerSecurity } from "../cel-security.ts";
import { takenOf, withAdded } from "../container-security.ts";
import { withPodFields } from "../pod-fields.ts";
import type { Rule } from "../rule.ts";
import { type ContainerSecurity, isWindows, securityText } from "../security.ts";

/** What containers have in their securityContext. */
export const containerSecurityContext: Rule = {
  name: "containerSecurityContext",
  about: [
    "default: what the securityContext of each container, init container and sidecar has where the author says nothing, field by field. Nothing of the author's is changed. It refuses nothing: that is for Pod Security Admission.",
    "What the author says for the whole pod is not overridden: runAsNonRoot is not filled in where the pod has it, true or false, nor where the container's user, its own or the pod's, is 0.",
    "A privileged container, or one that adds the capability SYS_ADMIN, is not told allowPrivilegeEscalation: false, which Kubernetes would refuse. A privileged one, or one that adds ALL, drops no capabilities; of others, those that it adds stay.",
    "A pod with os.name windows takes none of it: Kubernetes would refuse it.",
    "A change of the policy reaches future runs only.",
  ],
  example: {
    containerSecurityContext: {
      default: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    },
  },
  adjust: (spec, { containerSecurityContext: defaults }) => {
    const pod = spec.template.spec;
    const entries = Object.entries(defaults);
    if (!pod || entries.length === 0 || isWindows(spec)) return { spec, adjustments: [] };
    const adjustments: Adjustment[] = [];
    const filled = <T extends { name: string; securityContext?: ContainerSecurity }>(
      list: "containers" | "initContainers",
      container: T,
    ): T => {
      const own = container.securityContext ?? {};
      const added = entries.flatMap(([field, { value, policy }]) => {
        const taken = takenOf(value, own, pod.securityContext ?? {});
        return taken ? [{ field, taken, policy }] : [];
      });
      if (added.length === 0) return container;
      for (const { field, taken, policy } of added)
        adjustments.push({
          field: `template.spec.${list}[${container.name}].securityContext.${field}`,
          applied: securityText(taken),
          rule: "containerSecurityContext",
          policy,
        });
      const filledIn = added.reduce((all, { taken }) => ({ ...all, ...withAdded(taken, own) }), own);
      return { ...container, securityContext: filledIn };
    };
    const { containers, initContainers } = pod;
    const fields = {
      containers: containers.map((one) => filled("containers", one)),
      ...(initContainers && { initContainers: initContainers.map((one) => filled("initContainers", one)) }),
    };
    return withPodFields(spec, fields, adjustments);
  },
  celAdjust: celContainerSecurity(),
};
