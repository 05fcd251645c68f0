import { parseArgs } from "node:util";
import { type Config, type Setting, SETTINGS } from "./settings.ts";

/** A setting that can't be used; the message names the flag or variable, its value and what it takes. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/**
 * Reads the settings from flags, then from the environment. An empty variable counts as absent.
 * @throws ConfigError that names every wrong setting, one a line
 */
export function readConfig(args: string[], env: Record<string, string | undefined>): Config {
  const flags = parseFlags(args);
  const problems: string[] = [];
  const entries = Object.entries<Setting>(SETTINGS).map(([name, setting]) => {
    const flag = flags[setting.flag];
    const value = flag ?? (env[setting.env] || undefined);
    const parsed = setting.schema.safeParse(value);
    if (parsed.success) return [name, parsed.data];
    const source = flag === undefined ? `${setting.env}=${value}` : `--${setting.flag}=${value}`;
    problems.push(`${source}: takes ${setting.takes}`);
    return [name, undefined];
  });
  if (problems.length > 0) throw new ConfigError(problems.join("\n"));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each entry was parsed by its own schema
  return Object.fromEntries(entries) as Config;
}

/** The text of --help. */
export function usage(): string {
  const rows = Object.values(SETTINGS).map(
    ({ flag, env, meaning }) => `  --${flag.padEnd(18)}${env.padEnd(28)}${meaning}`,
  );
  return [
    "Usage: batchtask-operator [flags]",
    "",
    `  ${"flag".padEnd(20)}${"variable".padEnd(28)}meaning`,
    ...rows,
  ].join("\n");
}

function parseFlags(args: string[]): Record<string, string | undefined> {
  const options = Object.fromEntries(
    Object.values(SETTINGS).map(({ flag }) => [flag, { type: "string" as const }]),
  );
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new ConfigError(
      `${error instanceof Error ? error.message : String(error)}. --help lists the flags`,
    );
  }
}
