import type { ContainerSecurityDefault, PodSecurityDefault } from "../api/policy/security-context.ts";
import type { BatchTaskSpec } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";

type Pod = NonNullable<BatchTaskSpec["template"]["spec"]>;
export type ContainerSecurity = NonNullable<Pod["containers"][number]["securityContext"]>;
export type PodSecurity = NonNullable<Pod["securityContext"]>;

/** Kubernetes refuses most of a securityContext in a Windows pod (ValidateWindowsPod). */
export function isWindows({ template }: BatchTaskSpec): boolean {
  return template.spec?.os?.name === "windows";
}

/** One field of a default by itself; undefined where it has none. */
function part<T extends object>(one: T): T | undefined {
  return Object.values(one)[0] === undefined ? undefined : one;
}

/** A default taken apart, by the field that it speaks of. */
export function partsOfPod(all: PodSecurityDefault): Record<string, PodSecurityDefault> {
  const { runAsNonRoot, runAsUser, runAsGroup, fsGroup, seccompProfile } = all;
  return defined({
    runAsNonRoot: part({ runAsNonRoot }),
    runAsUser: part({ runAsUser }),
    runAsGroup: part({ runAsGroup }),
    fsGroup: part({ fsGroup }),
    "seccompProfile.type": part({ seccompProfile }),
  });
}

/** The same of a container's. */
export function partsOfContainer(all: ContainerSecurityDefault): Record<string, ContainerSecurityDefault> {
  const { allowPrivilegeEscalation, readOnlyRootFilesystem, runAsNonRoot, capabilities } = all;
  return defined({
    allowPrivilegeEscalation: part({ allowPrivilegeEscalation }),
    readOnlyRootFilesystem: part({ readOnlyRootFilesystem }),
    runAsNonRoot: part({ runAsNonRoot }),
    "capabilities.drop": part({ capabilities }),
  });
}

/** What a part amounts to, in words. */
export function securityText({
  seccompProfile,
  capabilities,
  ...others
}: PodSecurityDefault & ContainerSecurityDefault): string {
  return seccompProfile?.type ?? capabilities?.drop.join(", ") ?? Object.values(others).join(", ");
}
