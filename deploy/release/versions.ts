const RELEASE = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;
const DEVELOPMENT = "-dev";

/**
 * The version to release: the one that is asked for, else the one that the tree develops. Pure.
 * @param stated what package.json says, such as 0.2.0-dev
 * @throws Error for what is no version, or not beyond the release before
 */
export function versionToRelease(stated: string, wanted: string | undefined, previous: string): string {
  const version = wanted ?? stated.replace(DEVELOPMENT, "");
  if (!RELEASE.test(version))
    throw new Error(`--version ${version}: a release has three numbers, such as 1.2.3, and nothing else`);
  if (compare(version, previous) <= 0)
    throw new Error(
      `--version ${version}: ${previous} is the release before, and the next one comes after it`,
    );
  return version;
}

/** What the tree states after a release: the next minor version, in development. Pure. */
export function versionAfter(release: string): string {
  const [major, minor] = numbersOf(release);
  return `${major}.${minor + 1}.0${DEVELOPMENT}`;
}

function compare(one: string, other: string): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function numbersOf(version: string): [number, number, number] {
  const [, major, minor, patch] = RELEASE.exec(version) ?? [];
  return [Number(major), Number(minor), Number(patch)];
}
