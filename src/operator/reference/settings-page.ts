import { code, page, table } from "../../crd/docs/markdown.ts";
import { SETTINGS } from "../settings.ts";

/** docs/reference/settings.md */
export function settingsPage(): string {
  const rows = Object.values(SETTINGS).map(({ flag, env, takes, meaning }) => [
    code(`--${flag}`),
    code(env),
    takes,
    meaning,
  ]);
  return page(
    "Settings of the operator",
    "A flag wins over its variable; an empty variable counts as absent. A setting that can't be used ends the operator at once, with exit code 2 and a line that names it.",
    table(["flag", "variable", "takes", "meaning"], rows),
  );
}
