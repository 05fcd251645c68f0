import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Environment } from "../../../../cluster/util/run.ts";

/** What kind does as it is asked to make a cluster. */
type Mode = "makes" | "hangs" | "can't pull";

/** Commands on PATH that behave as Docker, kind and kubectl do, and no Go that builds: a node runs on, however its kind ended. */
export interface FakeKind {
  readonly environment: Environment;
  readonly setMode: (mode: Mode) => void;
  /** Whether Docker answers; it does at first. */
  readonly setDocker: (answers: boolean) => void;
  /** Has a cluster made by others, or what is left of it. */
  readonly leave: (name: string) => void;
  /** Whether a node of this cluster runs. */
  readonly runs: (name: string) => boolean;
  /** How often a cluster was made, and with which further options. */
  readonly made: () => string[];
  readonly path: (name: string) => string;
}

const PULL = `Creating cluster "x" ...
 ✗ Ensuring node image (kindest/node:v1.37.0) 🖼
ERROR: failed to create cluster: failed to pull image "kindest/node:v1.37.0": command "docker pull kindest/node:v1.37.0" failed with error: exit status 1

Command Output: Error response from daemon: Get "https://registry.invalid/v2/": dial tcp: lookup registry.invalid: no such host`;

/** kind v0.33.0's words; `get nodes` and `get clusters` ask Docker, stopped nodes included. */
const KIND = `name=kind; kubeconfig=; image=
case "$1 $2" in
"get clusters")
  [ -n "$(ls "$nodes")" ] && ls "$nodes" || echo "No kind clusters found." >&2; exit 0 ;;
esac
verb="$1 $2"; shift 2
while [ $# -gt 0 ]; do
  case "$1" in
    --name) name=$2; shift 2 ;;
    --kubeconfig) kubeconfig=$2; shift 2 ;;
    --image) image="$1 $2"; shift 2 ;;
    *) shift ;;
  esac
done
case "$verb" in
"get nodes")
  [ -d "$nodes/$name" ] && echo "$name-control-plane" || echo "No kind nodes found for cluster \\"$name\\"." >&2 ;;
"create cluster")
  echo "$name $image" >> "$folder/made"
  [ "$mode" = "can't pull" ] && { cat "$folder/pull" >&2; exit 1; }
  mkdir "$nodes/$name" || { echo "ERROR: failed to create cluster: node(s) already exist" >&2; exit 1; }
  [ "$mode" = hangs ] && exec sleep 60
  echo whole > "$nodes/$name/kubeconfig"; cp "$nodes/$name/kubeconfig" "$kubeconfig" ;;
"export kubeconfig")
  cp "$nodes/$name/kubeconfig" "$kubeconfig" || { echo "ERROR: could not read admin.conf" >&2; exit 1; } ;;
"delete cluster")
  echo "Deleting cluster \\"$name\\" ..." >&2; rm -rf "$nodes/$name" ;;
*) exit 2 ;;
esac`;

export function fakeKind(): FakeKind {
  const folder = mkdtempSync(join(tmpdir(), "fake-kind-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const at = (...parts: string[]): string => join(folder, ...parts);
  for (const name of ["bin", "nodes", "cache"]) mkdirSync(at(name));
  writeFileSync(at("pull"), PULL);
  const setMode = (mode: Mode): void => writeFileSync(at("mode"), mode);
  setMode("makes");
  const head = `#!/bin/sh\nPATH=/usr/bin:/bin; folder="${folder}"; nodes="${at("nodes")}"; mode=$(cat "${at("mode")}")\n`;
  const commands = { kind: KIND, docker: `[ -e "${at("docker")}" ]`, kubectl: "exit 0", go: "exit 1" };
  const setDocker = (answers: boolean): void =>
    answers ? writeFileSync(at("docker"), "") : rmSync(at("docker"), { force: true });
  setDocker(true);
  for (const [name, text] of Object.entries(commands))
    writeFileSync(at("bin", name), `${head}${text}\n`, { mode: 0o755 });
  return {
    environment: { PATH: at("bin"), HOME: folder, XDG_CACHE_HOME: at("cache") },
    setMode,
    setDocker,
    leave: (name) => mkdirSync(at("nodes", name)),
    runs: (name) => existsSync(at("nodes", name)),
    made: () => (existsSync(at("made")) ? readFileSync(at("made"), "utf8").trimEnd().split("\n") : []),
    path: (name) => at("cache", "batchtask", "kind", name),
  };
}
