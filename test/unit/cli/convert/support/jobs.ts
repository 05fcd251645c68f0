import { parseYaml } from "../../../../../src/cli/input/kube-yaml.ts";
import { runCli } from "../../support/run-cli.ts";

interface Doc {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec?: { jobTemplate?: { spec: unknown }; runs?: unknown };
}

/** The documents of a file. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own fixtures
export const read = (text: string) => parseYaml(text).documents.map((document) => document.toJS() as Doc);

/** A Job with these containers. */
export const job = (containers: string) =>
  `apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n${containers}`;
/** One with a single container, and the BatchTask that it becomes. */
export const one = job("        - {name: c, image: busybox}\n");
export const task = one.replace("batch/v1", "batchtask.dev/v1alpha1").replace("Job", "BatchTask");
/** What the verb makes of a file. */
export const converted = async (text: string) => await runCli(["convert", "-f", "-"], { stdin: text });
