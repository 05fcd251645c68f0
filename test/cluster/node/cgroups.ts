import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { sleep } from "../util/wait.ts";

/** A mounted cgroup hierarchy. */
interface Hierarchy {
  readonly folder: string;
  readonly unified: boolean;
  readonly controllers: readonly string[];
}

/** The hierarchies in the format of /proc/mounts: several under version 1, one under version 2. */
export function parseHierarchies(mounts: string): Hierarchy[] {
  return mounts
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , type]) => type === "cgroup" || type === "cgroup2")
    .map(([, folder = "", type, options = ""]) => ({
      folder,
      unified: type === "cgroup2",
      controllers: options.split(","),
    }));
}

function hierarchies(): Hierarchy[] {
  return parseHierarchies(readFileSync("/proc/mounts", "utf8"));
}

/** Where no folders can be made: usual inside of containers. */
export function readOnlyHierarchies(): string[] {
  return hierarchies()
    .map(({ folder }) => folder)
    .filter((folder) => !isWritable(folder));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether version 2 has the controllers, so that the kubelet uses it alone. */
function usesCgroupV2(): boolean {
  return existsSync("/sys/fs/cgroup/cgroup.controllers");
}

/** Makes the folder under which the kubelet keeps every pod, in all hierarchies. */
export function makeCgroups(name: string): void {
  for (const hierarchy of hierarchies()) {
    const folder = join(hierarchy.folder, name);
    if (hierarchy.unified && usesCgroupV2()) enableControllers(hierarchy.folder);
    mkdirSync(folder, { recursive: true });
    if (hierarchy.controllers.includes("cpuset")) copyCpuset(hierarchy.folder, folder);
  }
}

/** A new folder of version 1's cpuset has no processors, and takes no process until it has some. */
function copyCpuset(parent: string, folder: string): void {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    writeFileSync(join(folder, file), readFileSync(join(parent, file)));
  }
}

function enableControllers(folder: string): void {
  const wanted = ["cpuset", "cpu", "io", "memory", "hugetlb", "pids"];
  const available = readFileSync(join(folder, "cgroup.controllers"), "utf8").trim().split(" ");
  const control = join(folder, "cgroup.subtree_control");
  const enabled = readFileSync(control, "utf8").trim().split(" ");
  for (const controller of wanted.filter((name) => available.includes(name) && !enabled.includes(name))) {
    writeFileSync(control, `+${controller}`);
  }
}

/** Removes the folder and all below it from every hierarchy; waits a little for processes to end. */
export async function removeCgroups(name: string): Promise<void> {
  for (const { folder } of hierarchies()) {
    const path = join(folder, name);
    for (let tries = 0; existsSync(path); tries++) {
      if (tries > 100) throw new Error(`cgroup ${path} can't be removed: processes are still in it`);
      if (!removeTree(path)) await sleep(50);
    }
  }
}

function removeTree(folder: string): boolean {
  try {
    const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const removed = below.map((entry) => removeTree(join(folder, entry.name)));
    if (removed.includes(false)) return false;
    rmdirSync(folder);
    return true;
  } catch {
    return !existsSync(folder);
  }
}
