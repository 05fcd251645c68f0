import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { type Ran, run } from "../../cluster/util/run.ts";

export const CHART = join(import.meta.dirname, "../../../deploy/chart");

/** The chart's values, as a user's file has them. */
export type Values = Record<string, unknown>;

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

/** A rendered object. */
export type Rendered = z.output<typeof objectSchema>;

export interface Rendering {
  values?: Values;
  release?: string;
  namespace?: string;
  /** API versions that the cluster is said to have beside Kubernetes' own. */
  apiVersions?: readonly string[];
}

/** Helm on the chart, with folders of its own. */
export class ChartHelm implements AsyncDisposable {
  readonly #path: string;
  readonly #home: string;

  private constructor(path: string, home: string) {
    this.#path = path;
    this.#home = home;
  }

  static async open(path: string): Promise<ChartHelm> {
    return new ChartHelm(path, await mkdtemp(join(tmpdir(), "batchtask-chart-")));
  }

  async run(args: readonly string[], values?: Values): Promise<Ran> {
    const file = join(this.#home, "values.json");
    if (values) await writeFile(file, JSON.stringify(values));
    const home = { HELM_CACHE_HOME: this.#home, HELM_CONFIG_HOME: this.#home, HELM_DATA_HOME: this.#home };
    return run([this.#path, ...args, ...(values ? ["--values", file] : [])], {
      environment: { ...process.env, ...home },
      timeoutMs: 120_000,
    });
  }

  /** `helm template`; hooks are part of it. */
  template({
    values = {},
    release = "bt",
    namespace = "default",
    apiVersions = [],
  }: Rendering): Promise<Ran> {
    const known = apiVersions.flatMap((version) => ["--api-versions", version]);
    return this.run(["template", release, CHART, "--namespace", namespace, ...known], values);
  }

  /** The rendered objects. */
  async objects(rendering: Rendering): Promise<Rendered[]> {
    const { code, stdout, stderr } = await this.template(rendering);
    if (code !== 0) throw new Error(stderr);
    return parseAllDocuments(stdout)
      .filter(({ contents }) => contents !== null)
      .map((document) => objectSchema.parse(document.toJS()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#home, { recursive: true });
  }
}
