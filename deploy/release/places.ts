import { REPOSITORY } from "../image/labels.ts";

/** A file that states the version in words of its own; package.json has it, and what is generated takes it from there. */
export interface Place {
  readonly path: string;
  /** What stands before the version, each time that it is stated. */
  readonly before: readonly string[];
}

/** All of them: the release command rewrites them, and a test holds them to package.json. */
export const PLACES: readonly Place[] = [
  { path: "package.json", before: ['\n  "version": "'] },
  {
    path: "package-lock.json",
    before: [
      '"name": "batchtask-operator",\n  "version": "',
      '"name": "batchtask-operator",\n      "version": "',
    ],
  },
  { path: "Dockerfile", before: [`${REPOSITORY}:`, "ARG VERSION="] },
  { path: "deploy/helm-hook/values.yaml", before: [`${REPOSITORY}:`] },
  { path: "docs/install/helm.md", before: ["REGISTRY/batchtask-operator:", "image.tag="] },
  { path: "docs/install/kind.md", before: [`${REPOSITORY}:`] },
];

const VERSION = String.raw`\d+\.\d+\.\d+(?:-[0-9a-z.]+)?`;

const patternOf = (before: string): RegExp =>
  new RegExp(`(?<=${before.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)})${VERSION}`, "g");

/** The versions that a place's file states, each time that it does; none where one of its marks is gone. Pure. */
export function statedIn(text: string, { before }: Place): string[] {
  const stated = before.map((mark) => text.match(patternOf(mark)) ?? []);
  return stated.some((found) => found.length === 0) ? [] : stated.flat();
}

/**
 * The file's text with another version. Pure.
 * @throws Error where the file states none any more at one of the places
 */
export function withVersion(text: string, place: Place, version: string): string {
  if (statedIn(text, place).length === 0)
    throw new Error(`${place.path} states no version: correct it, or its line in deploy/release/places.ts`);
  return place.before.reduce((result, mark) => result.replaceAll(patternOf(mark), version), text);
}
