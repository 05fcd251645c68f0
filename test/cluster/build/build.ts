import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../util/lock.ts";
import { type Environment, run } from "../util/run.ts";
import { dieWithParent, which } from "../util/tools.ts";
import { goArch } from "./arch.ts";
import { findGo } from "./go.ts";
import type { BuildGroup } from "./groups.ts";
import { goBuildArguments, identityOf, moduleFolder } from "./identity.ts";

/** What every step of a build is given. */
export interface BuildContext {
  readonly environment: Environment;
  /** The cache folder. */
  readonly cache: string;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal | undefined;
  /** The processor that is built for, as Node.js calls it. Default: this machine's. */
  readonly arch?: string;
}

/** Longest a build may take: a slow machine's cold one. */
const BUILD_TIMEOUT_MS = 45 * 60_000;
const TICK_MS = 20_000;

/** Folder with the group's binaries, built first where the cache has none. */
export async function build(group: BuildGroup, context: BuildContext): Promise<string> {
  const identity = identityOf(group, context.arch);
  const folder = join(context.cache, "bin", identity.folder);
  if (existsSync(folder)) return folder;
  return await withLock(
    {
      key: folder,
      timeoutMs: BUILD_TIMEOUT_MS,
      signal: context.signal,
      onWait: () => context.report(`Waiting for another process that builds ${group.name} …`),
    },
    async () => {
      if (!existsSync(folder)) await buildInto(folder, group, context);
      return folder;
    },
  );
}

async function buildInto(folder: string, group: BuildGroup, context: BuildContext): Promise<void> {
  const go = await findGo(group, context.environment);
  const { version } = identityOf(group);
  const prefix = `${folder}.tmp-`;
  mkdirSync(join(folder, ".."), { recursive: true });
  removeLeftovers(prefix);
  const temporary = mkdtempSync(prefix);
  const output = join(temporary, "bin");
  mkdirSync(output);
  context.report(
    `Building ${group.binaries.join(", ")} ${version} (cold: about ${group.cold} on two cores) …`,
  );
  const started = Date.now();
  const progress = startTicks(context.report, started);
  try {
    const built = await run(
      [
        ...dieWithParent(context.environment),
        ...behindOthers(context.environment),
        go,
        ...goBuildArguments(group, version, output),
      ],
      {
        environment: { ...context.environment, ...goSettings(context), GOTMPDIR: temporary },
        cwd: moduleFolder(group),
        timeoutMs: BUILD_TIMEOUT_MS,
        signal: context.signal,
        onError: progress.add,
      },
    );
    if (built.code !== 0) throw new Error(`go build of ${group.name} failed:\n${complaints(built.stderr)}`);
    renameSync(output, folder);
    context.report(`Built ${group.name} ${version} in ${seconds(started)} s.`);
  } finally {
    progress.stop();
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Tests that run meanwhile would else wait for the compiler, and some of them in vain. */
function behindOthers(environment: BuildContext["environment"]): string[] {
  const nice = which("nice", environment);
  return nice === undefined ? [] : [nice, "-n", "10"];
}

/** Pure Go, so that any machine builds for any other. */
function goSettings({ arch = process.arch }: BuildContext): Record<string, string> {
  return { CGO_ENABLED: "0", GOWORK: "off", GOARCH: goArch(arch) };
}

/** What `go build -v` says for each package that it compiles. */
const PACKAGE_LINE = /^\S+$/;

/** The end of what Go said, without the names of the packages that went well. */
function complaints(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line !== "" && !PACKAGE_LINE.test(line));
  return lines.slice(-20).join("\n");
}

/** Temporary folders of a build that was killed; the lock says that nobody uses them. */
function removeLeftovers(prefix: string): void {
  const parent = join(prefix, "..");
  for (const entry of readdirSync(parent)) {
    const path = join(parent, entry);
    if (path.startsWith(prefix)) rmSync(path, { recursive: true, force: true });
  }
}

function startTicks(
  report: (line: string) => void,
  started: number,
): { add: (text: string) => void; stop: () => void } {
  let packages = 0;
  const timer = setInterval(() => report(`  … ${seconds(started)} s, ${packages} packages`), TICK_MS);
  return {
    add: (text) => (packages += text.split("\n").filter((line) => PACKAGE_LINE.test(line)).length),
    stop: () => clearInterval(timer),
  };
}

function seconds(started: number): number {
  return Math.round((Date.now() - started) / 1000);
}
