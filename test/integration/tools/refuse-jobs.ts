import type { KubeObject } from "../../../src/kube/object.ts";
import { ApiError } from "../../../src/kube/errors.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { JOBS } from "../../../src/api/resources.ts";
import { eventually } from "../support/eventually.ts";
import { newTask, type World } from "../support/world.ts";

const admission = (kind: string, plural: string): Resource<KubeObject & { spec: object }> => ({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind,
  plural,
  namespaced: false,
});
const POLICIES = admission("ValidatingAdmissionPolicy", "validatingadmissionpolicies");
const BINDINGS = admission("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings");

/** Why the API server refuses Jobs, by the start of their names: a right that is missing, and an error of another kind. */
const REFUSALS = { forbidden: "Forbidden", "operator-error": "RequestEntityTooLarge" } as const;

/** From now on the API server refuses some Jobs of the namespace, until the result is disposed of. */
export async function refuseJobs(world: World): Promise<AsyncDisposable> {
  const { client, namespace } = world;
  const metadata = { name: `${namespace}.batchtask.dev` };
  const rule = { apiGroups: ["batch"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["jobs"] };
  const policy = await client.create(POLICIES, {
    metadata,
    spec: {
      matchConstraints: { resourceRules: [rule] },
      matchConditions: [{ name: "here", expression: `request.namespace == "${namespace}"` }],
      validations: Object.entries(REFUSALS).map(([start, reason]) => ({
        expression: `!object.metadata.name.startsWith("${start}")`,
        reason,
        message: `refused by a test`,
      })),
    },
  });
  const spec = { policyName: metadata.name, validationActions: ["Deny"] };
  const binding = await client.create(BINDINGS, { metadata, spec });
  for (const start of Object.keys(REFUSALS)) await untilRefused(world, start);
  return {
    async [Symbol.asyncDispose]() {
      for (const [resource, object] of [
        [BINDINGS, binding],
        [POLICIES, policy],
      ] as const)
        await client.delete(resource, metadata, {
          uid: object.metadata?.uid ?? "",
          propagationPolicy: "Background",
        });
    },
  };
}

/** A new policy takes a moment to hold. */
async function untilRefused({ client, namespace }: World, name: string): Promise<void> {
  const { template } = newTask(namespace, name).spec;
  const attempt = () =>
    client.create(JOBS, { metadata: { namespace, name }, spec: { template } }, { dryRun: true }).then(
      () => undefined,
      (error: unknown) => error,
    );
  await eventually(attempt, (error) => error instanceof ApiError);
}
