import { readFile } from "node:fs/promises";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

const objectSchema = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });

/** The shipped ClusterRole for other controllers of Jobs, bound to a ServiceAccount (`system:serviceaccount:…`). */
export async function rawJobsRole(user: string): Promise<object[]> {
  const documents = parseAllDocuments(await readFile("deploy/install.yaml", "utf8"));
  const role = documents
    .map((document) => objectSchema.parse(document.toJS()))
    .find(({ kind, metadata }) => kind === "ClusterRole" && metadata.name.endsWith("-raw-jobs"));
  if (!role) throw new Error(`deploy/install.yaml has no ClusterRole …-raw-jobs`);
  const { name } = role.metadata;
  const binding = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user }],
  };
  return [role, binding];
}
