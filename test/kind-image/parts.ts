import { join } from "node:path";
import { type Binaries, buildAll } from "../cluster/build/binaries.ts";
import type { BuildContext } from "../cluster/build/build.ts";
import { findGo } from "../cluster/build/go.ts";
import { BUILD_GROUPS, type BuildGroup } from "../cluster/build/groups.ts";
import { moduleFolder } from "../cluster/build/identity.ts";
import { type Command, findCommand } from "../cluster/util/debian.ts";
import { runOrThrow } from "../cluster/util/run.ts";

/** Built here, since only kind's nodes need it. */
const KUBEADM = {
  name: "kubeadm",
  module: join(import.meta.dirname, "kubeadm"),
  versionOf: "k8s.io/kubernetes",
  versionPackage: "k8s.io/component-base/version",
  packages: ["k8s.io/kubernetes/cmd/kubeadm"],
  binaries: ["kubeadm"],
  cold: "30 s after kubernetes",
} as const satisfies BuildGroup;

/** With the plugins that kubeadm's settings name; the built cluster's has fewer. */
const COREDNS = {
  name: "coredns-kubeadm",
  module: join(import.meta.dirname, "coredns"),
  versionOf: BUILD_GROUPS.coredns.versionOf,
  packages: ["."],
  binaries: ["coredns"],
  cold: "1 to 3 min",
} as const satisfies BuildGroup;

/** What a node image is made of. */
export interface Parts {
  /** Programs, by name. */
  readonly binaries: Binaries;
  /** kind's own files of a node: images/base/files of its Go module. */
  readonly kindFiles: string;
  readonly debootstrap: Command;
}

/** What a node's root filesystem is made by. */
export interface RootOptions {
  readonly parts: Parts;
  /** Of Kubernetes, with its v. */
  readonly version: string;
  readonly context: BuildContext;
}

/** Builds or finds all parts. @throws Error that names what is missing */
export async function findParts(context: BuildContext): Promise<Parts> {
  const { etcd, controlPlane, kubelet, kubeProxy, containerd, cni, kind } = BUILD_GROUPS;
  const groups = [etcd, controlPlane, kubelet, kubeProxy, containerd, cni, kind, KUBEADM, COREDNS];
  const debian = { package: "debootstrap", path: "usr/sbin/debootstrap" };
  return {
    binaries: await buildAll(groups, context),
    kindFiles: await findKindFiles(context),
    debootstrap: await findCommand("debootstrap", debian, context),
  };
}

async function findKindFiles(context: BuildContext): Promise<string> {
  const { environment } = context;
  const go = await findGo(BUILD_GROUPS.kind, environment);
  const argv = [go, "list", "-m", "-f", "{{.Dir}}", BUILD_GROUPS.kind.versionOf];
  const { stdout } = await runOrThrow(argv, { environment, cwd: moduleFolder(BUILD_GROUPS.kind) });
  return join(stdout.trim(), "images/base/files");
}
