import { holdingFor, type Subject } from "../../guardrails/exempt/exempt.ts";
import { type Policy, policyOf } from "../../guardrails/rule.ts";
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

/** So many sets of exemptions are kept; labels that authors choose decide which there are. */
const MOST_EXEMPT = 1_024;

/** What holds where, worked out once for each set of policies that some namespace has. */
export interface NamespaceGuardrails {
  /** undefined: the namespace is not known yet, and nothing may be started in it before its labels are. */
  guardrails(namespace: string): Guardrails | undefined;
  /**
   * The same for one task, which policies may exempt from some of their rules; the same object while the same holds.
   * @param now milliseconds since the epoch
   */
  guardrailsFor(task: Subject, now: number): Guardrails | undefined;
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
  const byExemptions = new Map<string, Guardrails>();

  policies.subscribe((event) => {
    if (!specChanged(event)) return;
    byNamespace.clear();
    bySet.clear();
    byExemptions.clear();
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

  function guardrails(namespace: string): Guardrails | undefined {
    const found = matching(namespace);
    if (!found) return undefined;
    const set = found.map(({ metadata }) => metadata.name).join("/");
    const known = bySet.get(set) ?? guardrailsOf(found.map(policyOf));
    bySet.set(set, known);
    return known;
  }

  function exempting(held: readonly Policy[]): Guardrails {
    const key = JSON.stringify(held.map(({ name, granted }) => [name, granted]));
    const known = byExemptions.get(key) ?? guardrailsOf(held);
    if (byExemptions.size >= MOST_EXEMPT) byExemptions.clear();
    byExemptions.set(key, known);
    return known;
  }

  return {
    matching: (namespace) => matching(namespace) ?? [],
    guardrails,
    guardrailsFor(task, now) {
      const all = guardrails(task.namespace);
      if (!all?.policies.some(({ exemptions }) => exemptions)) return all;
      const held = holdingFor(all.policies, task, now);
      return held === all.policies ? all : exempting(held);
    },
  };
}

/** What is kept of a namespace. */
export function labelsOnly({ metadata }: KubeObject): KubeObject {
  const { name, uid, resourceVersion, labels } = metadata ?? {};
  return { metadata: { name, uid, resourceVersion, labels } };
}
