import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Cluster, down, up } from "../../cluster/index.ts";
import { cacheFolder, clustersFolder } from "../../cluster/layout.ts";
import { type Environment, run, type Ran, runOrThrow } from "../../cluster/util/run.ts";
import { findTool } from "../../tools/tool.ts";
import { standIns } from "./stand-ins.ts";

const LONGEST_MS = 8 * 60_000;

/** A copy of this checkout as it is cloned, with nothing installed, and a user of it. */
export interface Checkout {
  /** A cluster that has neither CRDs nor operator. */
  readonly cluster: Cluster;
  /** Runs what a page says as it stands there; standard error is part of what it prints. */
  readonly paste: (commands: string, variables?: Environment) => Promise<Ran>;
  readonly end: () => Promise<void>;
}

/** Copies the checkout, and gives its user a home, a cache with what is built already, and the commands. */
export async function freshCheckout(environment: Environment): Promise<Checkout> {
  const helm = await findTool("helm", environment);
  if ("missing" in helm) throw new Error(helm.missing);
  // Short, for the paths of sockets.
  const folder = await mkdtemp(join(tmpdir(), "bt-"));
  const copy = join(folder, "copy");
  const home = join(folder, "home");
  const cache = join(folder, "cache");
  const bin = join(folder, "bin");
  await copyFiles(copy, environment);
  await mkdir(home);
  await shareBuilds(cacheFolder(environment), join(cache, "batchtask"));
  const name = `fresh-${process.pid}`;
  await mkdir(bin);
  for (const [command, text] of Object.entries(standIns(name)))
    await writeFile(join(bin, command), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const own = { ...environment, ...homes(environment, home), XDG_CACHE_HOME: cache };
  const path = [bin, dirname(helm.path), environment["PATH"]];
  const cluster = await up({
    environment: { ...own, PATH: path.join(":") },
    name,
    nodes: { real: true },
  });
  const PATH = [...path.slice(0, 2), dirname(cluster.kubectlPath), environment["PATH"]].join(":");
  return {
    cluster,
    paste: (commands, variables) =>
      run(["sh", "-ec", commands], {
        environment: { ...own, PATH, ...variables },
        cwd: copy,
        timeoutMs: LONGEST_MS,
      }),
    async end() {
      // Those that a page has started, too, where it did not come to its end.
      for (const one of await readdir(clustersFolder(cacheFolder(own))))
        await down({ environment: own, name: one });
      await rm(folder, { recursive: true });
    },
  };
}

/** What Git has of this checkout, changes included. */
async function copyFiles(folder: string, environment: Environment): Promise<void> {
  const list = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const { stdout } = await runOrThrow(list, { environment });
  for (const path of stdout.split("\0").filter((name) => name !== ""))
    await cp(path, join(folder, path), { verbatimSymlinks: true });
}

/** What has been built is used, and what has to be built is kept; clusters are out of each other's sight. */
async function shareBuilds(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const part of ["bin", "debian"]) {
    await mkdir(join(from, part), { recursive: true });
    await symlink(join(from, part), join(to, part));
  }
}

/** A home of its own, but for what is downloaded once; no cluster is named. */
function homes(environment: Environment, home: string): Environment {
  const real = environment["HOME"] ?? homedir();
  const cache = environment["XDG_CACHE_HOME"] ?? join(real, ".cache");
  return {
    HOME: home,
    GOPATH: environment["GOPATH"] ?? join(real, "go"),
    GOCACHE: environment["GOCACHE"] ?? join(cache, "go-build"),
    npm_config_cache: environment["npm_config_cache"] ?? join(real, ".npm"),
    npm_config_userconfig: environment["npm_config_userconfig"] ?? join(real, ".npmrc"),
    BATCHTASK_TEST_KUBECONFIG: "",
    BATCHTASK_TEST_CONTEXT: "",
    KUBECONFIG: "",
  };
}
