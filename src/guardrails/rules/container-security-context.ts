import type { ContainerSecurityDefault } from "../../api/policy/security-context.ts";
import { defined } from "../../api/defined.ts";
import type { Adjustment } from "../../api/status.ts";
import { withPodFields } from "../pod-fields.ts";
import type { Rule } from "../rule.ts";
import { type ContainerSecurity, isWindows, type PodSecurity, securityText } from "../security.ts";

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
      const parts = added.map(({ taken }) => withAdded(defined(taken), own));
      return { ...container, securityContext: Object.assign({}, own, ...parts) };
    };
    const { containers, initContainers } = pod;
    const fields = {
      containers: containers.map((one) => filled("containers", one)),
      ...(initContainers && { initContainers: initContainers.map((one) => filled("initContainers", one)) }),
    };
    return withPodFields(spec, fields, adjustments);
  },
};

/** What a container takes of one part of a default; undefined: nothing. */
function takenOf(
  part: ContainerSecurityDefault,
  own: ContainerSecurity,
  pod: PodSecurity,
): ContainerSecurityDefault | undefined {
  const { capabilities } = part;
  if (capabilities) {
    const drop = dropped(capabilities.drop, own);
    return drop.length > 0 ? { capabilities: { drop } } : undefined;
  }
  const [field = ""] = Object.keys(part);
  if (Object.hasOwn(own, field)) return undefined;
  if (field === "allowPrivilegeEscalation" && own.privileged === true) return undefined;
  if (field === "allowPrivilegeEscalation" && addedBy(own).has("SYS_ADMIN")) return undefined;
  return field === "runAsNonRoot" && isDecided(own, pod) ? undefined : part;
}

/** Whether a container may be root is the pod's to say, or follows from its user. */
function isDecided(own: ContainerSecurity, pod: PodSecurity): boolean {
  return pod.runAsNonRoot !== undefined || (own.runAsUser ?? pod.runAsUser) === 0;
}

/** A runtime takes what is dropped from what is added. */
function dropped(drop: readonly string[], own: ContainerSecurity): string[] {
  const added = addedBy(own);
  if (own.capabilities?.drop || own.privileged === true || added.has("ALL")) return [];
  return drop.filter((one) => !added.has(plain(one)));
}

const plain = (capability: string): string => capability.toUpperCase().replace(/^CAP_/, "");

function addedBy({ capabilities }: ContainerSecurity): ReadonlySet<string> {
  return new Set((capabilities?.add ?? []).map(plain));
}

/** Capabilities that are dropped stand beside those that the author adds. */
function withAdded(taken: ContainerSecurityDefault, { capabilities }: ContainerSecurity) {
  return taken.capabilities ? { capabilities: { ...capabilities, ...taken.capabilities } } : taken;
}
