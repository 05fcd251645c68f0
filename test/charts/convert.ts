import type { Conversion } from "../../src/cli/convert/conversion.ts";
import { convertFiles } from "../../src/cli/convert/files.ts";
import { chunksOf } from "../../src/cli/convert/written.ts";
import { parseYaml } from "../../src/cli/input/kube-yaml.ts";
import { createJudge } from "../../src/cli/lint/cel.ts";
import { loadSchemas } from "../../src/cli/lint/schemas.ts";
import { isMap } from "yaml";
import type { RenderedFile } from "./rendered.ts";

/** A Job or CronJob of a rendered file, and what `convert` makes of it. */
export interface Converted {
  kind: "Job" | "CronJob";
  name: string;
  /** The Job's document; where it is a Helm hook that converts without its annotations, without them. */
  job: string;
  /** Absent where `convert` leaves the Job as it is. */
  task?: string;
  /** Why it leaves the Job as it is. */
  reasons: string[];
  /** Why it leaves the Helm hook as it is that this Job is in the chart. */
  hook: string[];
}

/** @returns each Job and CronJob of a file */
export type Converter = (file: RenderedFile) => Converted[];

/** `convert` as the plugin does it, on the whole file; then hooks again, as their author moves them. */
export function createConverter(): Converter {
  const { task } = loadSchemas();
  const judge = createJudge();
  const convert = (name: string, text: string): Converted[] => {
    const [converted] = convertFiles([{ name, text }], task, judge);
    if (!converted) throw new Error(`${name}: convert says nothing`);
    const before = chunksOf(text).map(({ source }) => source);
    const after = chunksOf(converted.text).map(({ source }) => source);
    if (before.length !== after.length)
      throw new Error(`${name}: ${before.length} documents became ${after.length}`);
    const isJob = (source: string) => /^apiVersion: *["']?batch\//m.test(source) && kindOf(source) !== "";
    const at = before.flatMap((source, n) => (isJob(source) ? [n] : []));
    if (at.length !== converted.conversions.length)
      throw new Error(`${name}: ${at.length} Jobs, and convert speaks of ${converted.conversions.length}`);
    return at.map((n, which) => toConverted(converted.conversions[which], before[n] ?? "", after[n] ?? ""));
  };
  return ({ name, text }) =>
    convert(name, text).flatMap((one) => {
      if (!one.reasons.some((reason) => reason.includes("helm.sh/hook"))) return [one];
      return convert(name, withoutHooks(one.job)).map((moved) => ({ ...moved, hook: one.reasons }));
    });
}

function toConverted(conversion: Conversion | undefined, job: string, task: string): Converted {
  const [kind = "", name = ""] = conversion?.object.split("/") ?? [];
  const reasons = conversion?.refusals.map(({ field, message }) => `${field}: ${message}`) ?? [];
  const isJob = kind === "Job" || kind === "CronJob";
  if (!isJob) throw new Error(`convert speaks of ${kind}/${name}`);
  return { kind, name, job: servedNow(job), reasons, hook: [], ...(reasons.length === 0 && { task }) };
}

/** `convert` knows the CronJobs of before Kubernetes 1.25, and no server does. */
function servedNow(job: string): string {
  return job.replace(/^(apiVersion: *["']?batch\/)v1beta1/m, "$1v1");
}

function kindOf(source: string): string {
  return /^kind: *["']?(Job|CronJob)\b/m.exec(source)?.[1] ?? "";
}

/** What makes a Job a hook of Helm's, left out as by hand. */
function withoutHooks(source: string): string {
  const [document] = parseYaml(source).documents;
  const annotations = document?.getIn(["metadata", "annotations"]);
  if (!document || !isMap(annotations)) return source;
  const isHelms = (key: unknown) => String(key).startsWith("helm.sh/");
  annotations.items = annotations.items.filter(({ key }) => !isHelms(key));
  if (annotations.items.length === 0) document.deleteIn(["metadata", "annotations"]);
  return document.toString({ lineWidth: 0 });
}
