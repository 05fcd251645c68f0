import { holdingFor, type Subject } from "../../guardrails/exempt/exempt.ts";
import { policyOf } from "../../guardrails/rule.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { type Guardrails, guardrailsFor, guardrailsOf } from "../../guardrails/guard.ts";
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

/** What holds where, worked out once for each set of policies that some namespace has, and the labels that it gives its pods. */
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
  const byNamespace = new Map<string, Here>();
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

  function here(namespace: string): Here | undefined {
    const known = byNamespace.get(namespace);
    if (known) return known;
    const labels = labelsOf(namespace);
    if (!labels) return undefined;
    const found = policies
      .list()
      .filter(({ spec, metadata }) => !metadata.deletionTimestamp && selects(spec.namespaceSelector, labels))
      .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    const made = { policies: found, labels };
    byNamespace.set(namespace, made);
    return made;
  }

  function guardrailsIn({ policies: found, labels }: Here): Guardrails {
    const set = JSON.stringify([found.map(({ metadata }) => metadata.name), givenBy(found, labels)]);
    const known = bySet.get(set);
    if (known) return known;
    // More of them than namespaces: some are of labels that no namespace has any more.
    if (bySet.size > byNamespace.size) bySet.clear();
    const made = guardrailsOf(found.map(policyOf), labels);
    bySet.set(set, made);
    return made;
  }

  function guardrails(namespace: string): Guardrails | undefined {
    const found = here(namespace);
    if (found) found.guardrails ??= guardrailsIn(found);
    return found?.guardrails;
  }

  function exempting(all: Guardrails, task: Subject, now: number): Guardrails {
    if (!all.policies.some(({ exemptions }) => exemptions)) return all;
    const held = holdingFor(all.policies, task, now);
    if (held === all.policies) return all;
    const key = JSON.stringify(held.map(({ name, granted, inherited }) => [name, granted, inherited]));
    const known = byExemptions.get(key) ?? guardrailsFor(all, task, now);
    if (byExemptions.size >= MOST_EXEMPT) byExemptions.clear();
    byExemptions.set(key, known);
    return known;
  }

  return {
    matching: (namespace) => here(namespace)?.policies ?? [],
    guardrails,
    guardrailsFor(task, now) {
      const all = guardrails(task.namespace);
      return all && exempting(all, task, now);
    },
  };
}

/** What is known of one namespace. */
interface Here {
  policies: readonly BatchTaskPolicy[];
  labels: Labels;
  guardrails?: Guardrails;
}

/** The namespace's labels that policies give to pods: beside the policies nothing else decides what holds. */
function givenBy(policies: readonly BatchTaskPolicy[], labels: Labels): [key: string, value: string][] {
  const keys = policies.flatMap(({ spec }) => Object.values(spec.rules.labels?.fromNamespace ?? {}));
  return keys.flatMap((key): [string, string][] => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    return value === undefined ? [] : [[key, value]];
  });
}

/** What is kept of a namespace. */
export function labelsOnly({ metadata }: KubeObject): KubeObject {
  const { name, uid, resourceVersion, labels } = metadata ?? {};
  return { metadata: { name, uid, resourceVersion, labels } };
}
