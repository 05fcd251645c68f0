import type { Counter } from "prom-client";
import type { BatchTask } from "../../api/batchtask.ts";
import type { Labels } from "./meter.ts";

/** Not `namespace`, which is what Prometheus calls the scraped target's: docs/decisions/0005-metrics.md. */
const LABEL = "task_namespace";

/** Stands for all namespaces that have no series of their own: none can have this name. */
export const OTHERS = "_other";

/** The label of one namespace; empty where namespaces are not told apart. */
export type NamespaceLabels = Partial<Record<typeof LABEL, string>>;

/** Which namespaces have time series of their own: so many at the most, each as long as it is there. */
export interface Namespaces {
  /** For the declaration of a metric: what the label's values are; empty where namespaces are not told apart. */
  readonly declared: Labels<typeof LABEL>;
  /** The labels of a namespace's series, always the same object. Where there is room, a new one gets its own. */
  labelsOf(namespace: string): NamespaceLabels;
  /** All that were handed out, and those of the others. */
  known(): Iterable<NamespaceLabels>;
  /** Calls for each that is known, and for each that comes. */
  onNew(begin: (labels: NamespaceLabels) => void): void;
  /** Calls for each namespace that is gone, whose series are to go, too. */
  onGone(end: (namespace: string) => void): void;
  /** Namespaces that are no longer there make room for others. */
  prune(isThere: (namespace: string) => boolean): void;
}

/** @param most so many namespaces have series of their own; 0: namespaces are not told apart */
export function createNamespaces(most: number): Namespaces {
  const others: NamespaceLabels = most > 0 ? { [LABEL]: OTHERS } : {};
  const own = new Map<string, NamespaceLabels>();
  const beginnings: ((labels: NamespaceLabels) => void)[] = [];
  const endings: ((namespace: string) => void)[] = [];
  const known = (): NamespaceLabels[] => [others, ...own.values()];

  function begin(namespace: string): NamespaceLabels {
    const labels = { [LABEL]: namespace };
    own.set(namespace, labels);
    for (const told of beginnings) told(labels);
    return labels;
  }

  return {
    declared: most > 0 ? { [LABEL]: VALUES } : {},
    labelsOf: (namespace) => own.get(namespace) ?? (own.size < most ? begin(namespace) : others),
    known,
    onNew(told) {
      beginnings.push(told);
      for (const labels of known()) told(labels);
    },
    onGone: (told) => void endings.push(told),
    prune(isThere) {
      for (const namespace of own.keys()) {
        if (isThere(namespace)) continue;
        own.delete(namespace);
        for (const told of endings) told(namespace);
      }
    },
  };
}

const VALUES = `with \`--metrics-by-namespace\` only: the task's namespace, or \`${OTHERS}\` for those beyond that number`;

/** A counter's series of a namespace go with it: they would else be kept for every namespace that there ever was. */
export function dropGone<Label extends string>(
  namespaces: Namespaces,
  counter: Counter<Label | typeof LABEL>,
): void {
  const drop = async (namespace: string): Promise<void> => {
    const { values } = await counter.get();
    for (const { labels } of values) if (labels[LABEL] === namespace) counter.remove(labels);
  };
  namespaces.onGone((namespace) => void drop(namespace));
}

/** Something for each namespace that has series of its own, from the beginning on, and for the others. */
export function byNamespace<Kept>(namespaces: Namespaces, empty: () => Kept) {
  const kept = new Map([...namespaces.known()].map((labels) => [labels, empty()]));
  return {
    of({ metadata }: BatchTask): Kept {
      const labels = namespaces.labelsOf(metadata.namespace);
      const found = kept.get(labels) ?? empty();
      kept.set(labels, found);
      return found;
    },
    flatMap: <Row>(rows: (labels: NamespaceLabels, one: Kept) => Row[]): Row[] =>
      [...kept].flatMap(([labels, one]) => rows(labels, one)),
  };
}
