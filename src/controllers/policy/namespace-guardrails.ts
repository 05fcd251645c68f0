import { policyOf } from "../../guardrails/rule.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { type Guardrails, guardrailsOf } from "../../guardrails/guard.ts";
import { type Labels, selects } from "../../guardrails/selector.ts";
import type { KubeObject } from "../../kube/object.ts";
import type { Store } from "../../kube/store/store.ts";
import { specChanged } from "./watches.ts";

const NAME_LABEL = "kubernetes.io/metadata.name";

export interface PolicyReads {
  policies: Store<BatchTaskPolicy>;
  namespaces: Store<KubeObject>;
  /** False where namespaces can't be read: then a namespace has no label but its name. */
  seesNamespaces: () => boolean;
}

/** What holds where, worked out once for each set of policies that some namespace has. */
export interface NamespaceGuardrails {
  /** undefined: the namespace is not known yet, and nothing may be started in it before its labels are. */
  guardrails(namespace: string): Guardrails | undefined;
  /** The policies of a namespace, by name; empty for one that is not known. */
  matching(namespace: string): readonly BatchTaskPolicy[];
}

export function createNamespaceGuardrails({
  policies,
  namespaces,
  seesNamespaces,
}: PolicyReads): NamespaceGuardrails {
  const byNamespace = new Map<string, BatchTaskPolicy[]>();
  const bySet = new Map<string, Guardrails>();

  policies.subscribe((event) => {
    if (!specChanged(event)) return;
    byNamespace.clear();
    bySet.clear();
  });
  namespaces.subscribe(({ object }) => byNamespace.delete(object.metadata?.name ?? ""));

  function labelsOf(namespace: string): Labels | undefined {
    const known = namespaces.get(namespace)?.metadata?.labels;
    if (known ?? namespaces.get(namespace)) return { ...known };
    return seesNamespaces() ? undefined : { [NAME_LABEL]: namespace };
  }

  function matching(namespace: string): BatchTaskPolicy[] | undefined {
    const known = byNamespace.get(namespace);
    if (known) return known;
    const labels = labelsOf(namespace);
    if (!labels) return undefined;
    const found = policies
      .list()
      .filter(({ spec, metadata }) => !metadata.deletionTimestamp && selects(spec.namespaceSelector, labels))
      .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    byNamespace.set(namespace, found);
    return found;
  }

  return {
    matching: (namespace) => matching(namespace) ?? [],
    guardrails(namespace) {
      const found = matching(namespace);
      if (!found) return undefined;
      const set = found.map(({ metadata }) => metadata.name).join("/");
      const known = bySet.get(set) ?? guardrailsOf(found.map(policyOf));
      bySet.set(set, known);
      return known;
    },
  };
}

/** What is kept of a namespace. */
export function labelsOnly({ metadata }: KubeObject): KubeObject {
  const { name, uid, resourceVersion, labels } = metadata ?? {};
  return { metadata: { name, uid, resourceVersion, labels } };
}
