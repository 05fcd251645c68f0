import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPackage } from "../../../deploy/image/labels.ts";
import { PLACES, statedIn, withVersion } from "../../../deploy/release/places.ts";

const root = join(import.meta.dirname, "../../..");
const { version } = readPackage(root);
const read = (path: string) => readFileSync(join(root, path), "utf8");

describe.each(PLACES.map((place) => [place.path, place] as const))("%s", (path, place) => {
  test("states the version of package.json", () => {
    expect(new Set(statedIn(read(path), place))).toEqual(new Set([version]));
  });

  test("takes another one, and nothing else changes", () => {
    const text = read(path);
    const other = withVersion(text, place, "77.88.99");
    expect(new Set(statedIn(other, place))).toEqual(new Set(["77.88.99"]));
    expect(withVersion(other, place, version)).toBe(text);
  });

  test("without one of its marks it is an error that names it", () => {
    const [mark = ""] = place.before;
    const without = read(path).replaceAll(mark, "");
    expect(() => withVersion(without, place, "1.2.3")).toThrow(`${path} states no version`);
  });
});

/** What generators write from package.json: how the version is said there. */
const GENERATED: readonly [string, RegExp][] = [
  ["deploy/chart/Chart.yaml", /^(?:appVersion|version): (.+)$/gm],
  ["deploy/install.yaml", /app\.kubernetes\.io\/version: (.+)$/gm],
  ["deploy/kustomize/operator.yaml", /app\.kubernetes\.io\/version: (.+)$/gm],
  ["deploy/kustomize/crds.yaml", /app\.kubernetes\.io\/version: (.+)$/gm],
  ["deploy/kustomize/admission.yaml", /app\.kubernetes\.io\/version: (.+)$/gm],
  ["deploy/admission-jobs/rights.yaml", /app\.kubernetes\.io\/version: (.+)$/gm],
];

test.each(GENERATED)("%s is generated with the version of package.json", (path, stated) => {
  const found = [...read(path).matchAll(stated)].map(([, one]) => one);
  expect(new Set(found)).toEqual(new Set([version]));
});

test("no file of the repository names the image by another version", () => {
  const search = ["grep", "--untracked", "-hoE", String.raw`batchtask-operator:[0-9]+\.[0-9]+[-.0-9a-z]*`];
  const found = execFileSync("git", [...search, "--", ".", ":!*.test.ts"], { cwd: root, encoding: "utf8" });
  const named = new Set(
    found
      .trim()
      .split("\n")
      .map((one) => one.split(":")[1]),
  );
  expect(named).toEqual(new Set([version]));
});
