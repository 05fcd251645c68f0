import { type Case, template } from "./case.ts";
import { pod, refused } from "./names.ts";

const RUNTIME = { seccompProfile: { type: "RuntimeDefault" as const } };
const whole = { runAsNonRoot: true as const, runAsUser: 1000, runAsGroup: 0, fsGroup: 2000, ...RUNTIME };
const pods = refused("podSecurityContext", { podSecurityContext: { default: whole } });
const withPod = (securityContext: object) => ({ template: { spec: { securityContext } } });

export const POD_SECURITY: Case[] = [
  { ...pods("absent", "", {}), applied: withPod(whole) },
  {
    ...pods(
      "inside",
      "field by field",
      pod({ securityContext: { runAsUser: 7, seccompProfile: { type: "Unconfined" } } }),
    ),
    applied: withPod({ ...whole, runAsUser: 7, seccompProfile: { type: "Unconfined" } }),
  },
  {
    ...pods("other", "an author who asks for root", pod({ securityContext: { runAsNonRoot: false } })),
    applied: withPod({ ...whole, runAsNonRoot: false }),
  },
  {
    ...pods("other", "a Windows pod", pod({ os: { name: "windows" } })),
    applied: { template: { spec: { os: { name: "windows" } } } },
  },
];

const strict = {
  allowPrivilegeEscalation: false as const,
  readOnlyRootFilesystem: true as const,
  runAsNonRoot: true as const,
  capabilities: { drop: ["ALL"] },
};
const containers = refused("containerSecurityContext", { containerSecurityContext: { default: strict } });
const within = (securityContext: object) => ({ template: template({ securityContext }) });
const withContainer = (securityContext: object, spec: object = {}) => ({
  template: { spec: { ...spec, containers: [{ name: "main", securityContext }] } },
});

export const CONTAINER_SECURITY: Case[] = [
  { ...containers("absent", "", {}), applied: withContainer(strict) },
  {
    ...containers("absent", "a sidecar", {
      template: template(
        {},
        { initContainers: [{ name: "side", image: "busybox:1.36", restartPolicy: "Always" }] },
      ),
    }),
    applied: withContainer(strict, { initContainers: [{ name: "side", securityContext: strict }] }),
  },
  {
    ...containers(
      "inside",
      "field by field",
      within({ readOnlyRootFilesystem: false, capabilities: { add: ["NET_BIND_SERVICE"] } }),
    ),
    applied: withContainer({
      ...strict,
      readOnlyRootFilesystem: false,
      capabilities: { add: ["NET_BIND_SERVICE"], drop: ["ALL"] },
    }),
  },
  {
    ...containers("other", "what Kubernetes would refuse", within({ privileged: true })),
    applied: withContainer({ privileged: true, readOnlyRootFilesystem: true }),
  },
  {
    ...containers("other", "an administrator's capability", within({ capabilities: { add: ["SYS_ADMIN"] } })),
    applied: withContainer({ runAsNonRoot: true, capabilities: { add: ["SYS_ADMIN"], drop: ["ALL"] } }),
  },
  containers("other", "a Windows pod", pod({ os: { name: "windows" } })),
];

const image = "busybox:1.36";
const rootInit = { name: "init", image, securityContext: { runAsUser: 0 } };
POD_SECURITY.push({
  ...pods("other", "an init container that is to run as root", pod({ initContainers: [rootInit] })),
  applied: withPod({ runAsUser: 1000, runAsGroup: 0, fsGroup: 2000, ...RUNTIME }),
});

const dropping = refused("containerSecurityContext", {
  containerSecurityContext: {
    default: { runAsNonRoot: true, capabilities: { drop: ["NET_RAW", "CHOWN"] } },
  },
});
CONTAINER_SECURITY.push(
  {
    ...dropping(
      "inside",
      "a capability that the author adds",
      within({ capabilities: { add: ["cap_chown"] } }),
    ),
    applied: withContainer({ runAsNonRoot: true, capabilities: { add: ["cap_chown"], drop: ["NET_RAW"] } }),
  },
  {
    ...dropping("other", "all capabilities that the author adds", within({ capabilities: { add: ["ALL"] } })),
    applied: withContainer({ runAsNonRoot: true, capabilities: { add: ["ALL"] } }),
  },
  {
    ...dropping("other", "the pod's user", {
      template: template(
        {},
        { securityContext: { runAsUser: 0 }, initContainers: [{ name: "init", image }] },
      ),
    }),
    applied: withContainer(
      { capabilities: { drop: ["NET_RAW", "CHOWN"] } },
      {
        initContainers: [{ name: "init", securityContext: { capabilities: { drop: ["NET_RAW", "CHOWN"] } } }],
      },
    ),
  },
);
