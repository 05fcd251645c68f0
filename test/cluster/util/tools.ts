import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "./run.ts";

/** Debian keeps administration tools in folders that are not on an ordinary user's PATH. */
const ADMINISTRATION = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** Full path of a command, or nothing where there is none. */
export function which(name: string, environment: Environment): string | undefined {
  const folders = [...(environment["PATH"] ?? "").split(":"), ...ADMINISTRATION];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Commands that are needed from the system, and the Debian packages that have them. */
const PACKAGES: Readonly<Record<string, string>> = {
  openssl: "openssl",
  ip: "iproute2",
  unshare: "util-linux",
  nsenter: "util-linux",
  mount: "mount",
};

/** One sentence for each command that is missing. */
export function missingTools(names: readonly string[], environment: Environment): string[] {
  return names
    .filter((name) => which(name, environment) === undefined)
    .map((name) => `the command "${name}" is missing (Debian package ${PACKAGES[name] ?? name})`);
}

/** A prefix that has the kernel kill a command together with its parent; empty without util-linux. */
export function dieWithParent(environment: Environment): string[] {
  const setpriv = which("setpriv", environment);
  return setpriv === undefined ? [] : [setpriv, "--pdeathsig", "KILL", "--"];
}
