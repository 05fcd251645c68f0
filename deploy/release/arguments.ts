import { parseArgs } from "node:util";

/** What `--help` prints. */
export const HELP = `Makes a release of HEAD, in a work tree of its own, and tries it on a cluster.

  npm run release -- --dry-run   makes all of it in dist/release, tries it, and changes nothing else
  npm run release                the same, then commits, tags, and says what is left to do with an account

Options
  --version X.Y.Z   another version than the one that package.json develops
  --key FILE        an SSH key to sign with; without one nothing is signed
  --no-cluster      leaves out what needs a cluster
`;

/** The command line, read. */
export interface Arguments {
  readonly help: boolean;
  readonly dryRun: boolean;
  readonly version: string | undefined;
  /** Path of the private key, or of a public one whose private half an agent has. */
  readonly key: string | undefined;
  readonly cluster: boolean;
}

/** Reads the command line. @throws Error, a sentence, for what is wrong with it */
export function readArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    allowNegative: true,
    options: {
      help: { type: "boolean", short: "h", default: false },
      "dry-run": { type: "boolean", default: false },
      version: { type: "string" },
      key: { type: "string" },
      cluster: { type: "boolean", default: true },
    },
  });
  const { help, version, key, cluster } = values;
  const dryRun = values["dry-run"];
  if (!cluster && !dryRun) throw new Error("--no-cluster: what is not tried is not released; add --dry-run");
  return { help, dryRun, version, key, cluster };
}
