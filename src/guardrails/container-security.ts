import { defined } from "../api/defined.ts";
import type { ContainerSecurityDefault } from "../api/policy/security-context.ts";
import type { ContainerSecurity, PodSecurity } from "./security.ts";

/** Where a field that the container does not have is not filled in, by the field. */
const LEFT_OUT: Readonly<Record<string, (own: ContainerSecurity, pod: PodSecurity) => boolean>> = {
  // Kubernetes refuses it (ValidateSecurityContext).
  allowPrivilegeEscalation: (own) => own.privileged === true || addedBy(own).has("SYS_ADMIN"),
  // The pod has it, or the container could not start.
  runAsNonRoot: (own, pod) => pod.runAsNonRoot !== undefined || (own.runAsUser ?? pod.runAsUser) === 0,
};

/** What a container takes of one part of a default; undefined: nothing. Pure. */
export function takenOf(
  part: ContainerSecurityDefault,
  own: ContainerSecurity,
  pod: PodSecurity,
): ContainerSecurityDefault | undefined {
  if (part.capabilities) {
    const drop = dropped(part.capabilities.drop, own);
    return drop.length > 0 ? { capabilities: { drop } } : undefined;
  }
  const [field = ""] = Object.keys(part);
  return Object.hasOwn(own, field) || LEFT_OUT[field]?.(own, pod) ? undefined : part;
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

/** What is taken, as it stands in the container: capabilities that are dropped beside those that the author adds. Pure. */
export function withAdded(
  taken: ContainerSecurityDefault,
  { capabilities: own }: ContainerSecurity,
): ContainerSecurity {
  const { capabilities, ...others } = taken;
  return { ...defined(others), ...(capabilities && { capabilities: { ...own, ...capabilities } }) };
}
