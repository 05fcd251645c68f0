import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../src/kube/json.ts";

/** V8's CPU profile, as far as it is read. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const LINES = 30;

/** The functions that most of the time of a process went to, by V8's profile of it: a line each. */
export function selfTimes(profile: Profile, lines = LINES): string[] {
  const micros = new Map<number, number>();
  profile.samples.forEach((id, index) => {
    micros.set(id, (micros.get(id) ?? 0) + (profile.timeDeltas[index] ?? 0));
  });
  const functions = new Map<string, number>();
  for (const { id, callFrame } of profile.nodes) {
    const name = describe(callFrame);
    functions.set(name, (functions.get(name) ?? 0) + (micros.get(id) ?? 0));
  }
  functions.delete("(idle)");
  const total = [...functions.values()].reduce((sum, time) => sum + time, 0);
  return [...functions]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, lines)
    .map(([name, time]) => {
      const share = `${((time / total) * 100).toFixed(1)} %`;
      return `${share.padStart(7)} ${(time / 1_000).toFixed(0).padStart(7)} ms  ${name}`;
    });
}

function describe({ functionName, url, lineNumber }: Profile["nodes"][number]["callFrame"]): string {
  if (url === "") return functionName === "" ? "(native)" : functionName;
  const file = url.replace(/^.*\/(src|node_modules)\//, "$1/");
  return `${functionName === "" ? "(anonymous)" : functionName} ${file}:${lineNumber + 1}`;
}

/** A folder of profiles; says of each new one where the time went. */
export function profilesIn(folder: string): () => string[] {
  mkdirSync(folder, { recursive: true });
  const files = (): string[] => readdirSync(folder).filter((file) => file.endsWith(".cpuprofile"));
  const known = new Set(files());
  return () =>
    files()
      .filter((file) => !known.has(file))
      .flatMap((file) => {
        known.add(file);
        return [
          `CPU of the operator without idling, by ${join(folder, file)}:`,
          ...selfTimes(read(join(folder, file))),
        ];
      });
}

function read(path: string): Profile {
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (isProfile(value)) return value;
  throw new Error(`${path} is no CPU profile of V8`);
}

function isProfile(value: unknown): value is Profile {
  return (
    isRecord(value) &&
    Array.isArray(value["nodes"]) &&
    Array.isArray(value["samples"]) &&
    Array.isArray(value["timeDeltas"])
  );
}
