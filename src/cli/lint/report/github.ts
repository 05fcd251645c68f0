import type { Finding, Report } from "../finding.ts";

/** GitHub's workflow commands, which show findings at their lines in a pull request. */
export function githubReport({ findings }: Report): string {
  return findings.map((finding) => `${command(finding)}\n`).join("");
}

function command({ severity, file, line, column, rule, message }: Finding): string {
  const properties = { file, line: String(line), col: String(column), title: `batchtask lint: ${rule}` };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${severity === "note" ? "notice" : severity} ${list.join(",")}::${data(message)}`;
}

/** Escapes of actions/toolkit's command.ts. */
const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
