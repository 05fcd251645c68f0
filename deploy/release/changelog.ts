const UNRELEASED = "## Unreleased\n";

/** Where one section begins and the next one, or the file, ends; undefined where there is no such section. */
function section(text: string, heading: RegExp): { heading: string; body: string; end: number } | undefined {
  const found = heading.exec(text);
  if (found === null) return undefined;
  const start = found.index + found[0].length;
  const next = text.indexOf("\n## ", start - 1);
  const end = next === -1 ? text.length : next + 1;
  return { heading: found[0], body: text.slice(start, end), end };
}

/**
 * The changelog with what was under Unreleased under the version and its date, and an empty Unreleased above. Pure.
 * @param date YYYY-MM-DD
 * @throws Error where there is nothing to release, or the version has a section already
 */
export function cutChangelog(text: string, version: string, date: string): string {
  if (section(text, headingOf(version)) !== undefined)
    throw new Error(`CHANGELOG.md has a section ${version} already: release another version`);
  const unreleased = section(text, /^## Unreleased\n/m);
  if (unreleased === undefined || unreleased.body.trim() === "")
    throw new Error("CHANGELOG.md has nothing under Unreleased: say there what a user notices");
  return text.replace(UNRELEASED, `${UNRELEASED}\n## ${version} - ${date}\n`);
}

/** What a section of the changelog says, for the notes of its release; undefined where it is not there. Pure. */
export function notesOf(text: string, version: string): string | undefined {
  const body = section(text, headingOf(version))?.body.trim();
  return body === undefined || body === "" ? undefined : `${body}\n`;
}

const headingOf = (version: string): RegExp =>
  new RegExp(`^## ${version.replaceAll(".", "[.]")}(?: .*)?\n`, "m");
