import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/**
 * What a label's values are, for the reference page: their number has to be bounded, and no value is an object's name. A
 * label that is not there is one that was not asked for.
 */
export type Labels<Label extends string> = { [Name in Label]?: string };

/** A metric as the reference page shows it. */
export interface Definition {
  section: string;
  type: "counter" | "gauge" | "histogram";
  name: string;
  help: string;
  labels: Record<string, string>;
}

interface Declaration<Label extends string> {
  name: string;
  /** For those who read dashboards: what is counted, its unit, and from when until when. */
  help: string;
  labels: Labels<Label>;
}

interface HistogramDeclaration<Label extends string> extends Declaration<Label> {
  /** Upper bounds, ascending. */
  buckets: readonly number[];
}

/** A gauge's values at this moment, each with its labels; those not named are not exported. */
export type Reading<Label extends string> = Iterable<readonly [Partial<Record<Label, string>>, number]>;

/** Makes metrics in one registry, and keeps what was declared. */
export interface Meter {
  counter<Label extends string>(declaration: Declaration<Label>): Counter<Label>;
  gauge<Label extends string>(declaration: Declaration<Label>): Gauge<Label>;
  /** A gauge that is read at each scrape; what takes long is read in several turns of the event loop. */
  reading<Label extends string>(
    declaration: Declaration<Label>,
    read: () => Reading<Label> | Promise<Reading<Label>>,
  ): void;
  histogram<Label extends string>(declaration: HistogramDeclaration<Label>): Histogram<Label>;
}

/** @param definitions receives each declaration */
export function createMeter(registry: Registry, section: string, definitions: Definition[]): Meter {
  function declare<Label extends string>(type: Definition["type"], declaration: Declaration<Label>) {
    const { name, help, labels } = declaration;
    const labelNames = keysOf(labels);
    const described = labelNames.map((label): [string, string] => [label, labels[label] ?? ""]);
    definitions.push({ section, type, name, help, labels: Object.fromEntries(described) });
    return { name, help, labelNames, registers: [registry] };
  }
  return {
    counter: (declaration) => new Counter(declare("counter", declaration)),
    gauge: (declaration) => new Gauge(declare("gauge", declaration)),
    reading<Label extends string>(
      declaration: Declaration<Label>,
      read: () => Reading<Label> | Promise<Reading<Label>>,
    ) {
      const gauge: Gauge<Label> = new Gauge({
        ...declare("gauge", declaration),
        async collect() {
          const values = await read();
          gauge.reset();
          for (const [labels, value] of values) gauge.set(labels, value);
        },
      });
    },
    histogram: (declaration) =>
      new Histogram({ ...declare("histogram", declaration), buckets: [...declaration.buckets] }),
  };
}

function keysOf<Label extends string>(labels: Labels<Label>): Label[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a literal's keys are its type's
  return Object.keys(labels) as Label[];
}
