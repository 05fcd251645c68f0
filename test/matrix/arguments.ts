import { parseArgs } from "node:util";
import {
  type KubernetesVersion,
  KUBERNETES_VERSIONS,
  readKubernetesVersion,
} from "../cluster/build/versions.ts";
import { STORES } from "../cluster/options.ts";
import { SUITES, type Wanted } from "./cells.ts";

/** The command line, read. */
export interface Options extends Wanted {
  /** A few files and faults of each suite. */
  readonly quick: boolean;
  /** Where results are kept, those of earlier runs among them. */
  readonly json: string | undefined;
  /** Runs nothing, and shows what the file of `json` has. */
  readonly show: boolean;
  /** Puts the results into docs/reliability.md. */
  readonly docs: boolean;
}

/** What `--help` prints. */
export const USAGE = `Usage: npm run test:matrix -- [options]

  --versions a,b  only these of ${KUBERNETES_VERSIONS.join(", ")}
  --stores a,b    these of ${STORES.join(", ")} under each of them (default: etcd, and under the newest the other, too)
  --suites a,b    only these of ${SUITES.join(", ")}; e2e is run on the newest version alone, which has a real node
  --quick         a few files and faults of each suite
  --json FILE     keeps the results there, beside those of earlier runs that this one does not repeat
  --show          runs nothing, and shows what that file has
  --docs          puts the results into docs/reliability.md`;

/** @throws an error for an option or value that is not known */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      versions: { type: "string" },
      stores: { type: "string" },
      suites: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      show: { type: "boolean", default: false },
      docs: { type: "boolean", default: false },
    },
  });
  if (values.show && values.json === undefined)
    throw new TypeError("--show shows what --json FILE has: name the file, too");
  return {
    versions: values.versions === undefined ? KUBERNETES_VERSIONS : versionsOf(values.versions),
    stores: values.stores === undefined ? undefined : chosen("--stores", values.stores, STORES),
    suites: values.suites === undefined ? SUITES : chosen("--suites", values.suites, SUITES),
    quick: values.quick,
    json: values.json,
    show: values.show,
    docs: values.docs,
  };
}

function versionsOf(text: string): KubernetesVersion[] {
  const wanted = text.split(",").map((version) => readKubernetesVersion(version, "--versions"));
  return KUBERNETES_VERSIONS.filter((version) => wanted.includes(version));
}

function chosen<Name extends string>(option: string, text: string, known: readonly Name[]): Name[] {
  const wanted = text.split(",");
  const unknown = wanted.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined)
    throw new TypeError(`${option} has "${unknown}": take some of ${known.join(", ")}`);
  return known.filter((name) => wanted.includes(name));
}
