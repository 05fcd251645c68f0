/** One line of Prometheus' text format. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What a scrape brought. */
export interface Scrape {
  /** Type of each metric, by its name; a histogram's has no suffix. */
  types: Map<string, string>;
  samples: Sample[];
  /** The value of the one sample with these labels; undefined where there is none. */
  value: (name: string, labels?: Record<string, string>) => number | undefined;
}

/**
 * Reads Prometheus' text format, strictly.
 * @throws for a line that is none of it
 */
export function parseScrape(text: string): Scrape {
  const lines = text.split("\n").filter((line) => line !== "");
  const types = new Map(
    lines.flatMap((line) => {
      const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      return name !== undefined && type !== undefined ? [[name, type] as const] : [];
    }),
  );
  const samples = lines.filter((line) => !line.startsWith("#")).map(parseSample);
  return {
    types,
    samples,
    value(name, labels = {}) {
      const found = samples.filter(
        (sample) =>
          sample.name === name &&
          Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
      );
      if (found.length > 1) throw new Error(`${found.length} samples of ${name} have these labels`);
      return found[0]?.value;
    },
  };
}

function parseSample(line: string): Sample {
  const [, name, labels = "", value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`Not in Prometheus' format: ${line}`);
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, label, text]) => [label ?? "", text ?? ""])),
    value: value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value),
  };
}
