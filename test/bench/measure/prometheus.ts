import { request } from "undici";

/** One sample of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type Scrape = readonly Sample[];

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus' text format; only samples whose name `wanted` takes. */
export function parseMetrics(text: string, wanted: RegExp = /./): Scrape {
  const samples: Sample[] = [];
  for (const line of text.split("\n")) {
    if (!wanted.test(line)) continue;
    const [, name, labels = "", value] = LINE.exec(line) ?? [];
    if (name === undefined || line.startsWith("#")) continue;
    const pairs = [...labels.matchAll(LABEL)].map(([, key = "", text = ""]) => [key, text] as const);
    samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return samples;
}

/** Sum of the samples of a name whose labels `where` takes; 0 where there are none. */
export function sum(
  scrape: Scrape,
  name: string,
  where: (labels: Sample["labels"]) => boolean = () => true,
): number {
  return scrape
    .filter((sample) => sample.name === name && where(sample.labels))
    .reduce((total, { value }) => total + value, 0);
}

/** A sample's value, where there is one of this name. */
export function valueOf(scrape: Scrape, name: string): number | undefined {
  return scrape.find((sample) => sample.name === name)?.value;
}

export async function scrapeUrl(url: string): Promise<Scrape> {
  const answer = await request(url);
  if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode}`);
  return parseMetrics(await answer.body.text());
}
