import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { binary } from "../cluster/build/binaries.ts";
import type { BuildContext } from "../cluster/build/build.ts";
import { runOrThrow } from "../cluster/util/run.ts";
import { containerdConfig, containerSpec, kubeletDefaults, nodeFiles, UNITS } from "./files.ts";
import { writeImages } from "./images.ts";
import type { Parts, RootOptions } from "./parts.ts";

/** What kind's own nodes have of Debian, as far as pods without volumes of a network need it. */
const PACKAGES =
  "systemd,conntrack,iptables,nftables,iproute2,ethtool,util-linux,mount,kmod,libseccomp2,pigz,bash,ca-certificates,jq,procps,runc";

/** Where kind and the containers' runtime look for programs. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  "usr/bin": ["kubeadm", "kubelet", "kubectl"],
  "usr/local/bin": ["containerd", "containerd-shim-runc-v2", "ctr"],
  "opt/cni/bin": ["bridge", "loopback", "host-local"],
};

/** Units that are of no use in a container, as in kind's Dockerfile. */
const NEEDLESS = [
  ...["multi-user", "local-fs", "basic", "sockets"].map(
    (name) => `usr/lib/systemd/system/${name}.target.wants`,
  ),
  "usr/lib/systemd/system/sysinit.target.wants/systemd-tmpfiles-setup.service",
];

const BOOTSTRAP_MS = 15 * 60_000;

/** Makes a node's root filesystem in a folder. Needs root. */
export async function makeRoot(root: string, { parts, version, context }: RootOptions): Promise<void> {
  const { environment, report } = context;
  report("Unpacking Debian …");
  await bootstrap(root, parts, context);
  report("Adding kind's files, the programs and the images of the control plane …");
  for (const path of NEEDLESS) rmSync(join(root, path), { recursive: true, force: true });
  cpSync(parts.kindFiles, root, { recursive: true });
  for (const folder of ["usr/local/bin", "kind/bin"])
    await runOrThrow(["chmod", "-R", "0755", join(root, folder)], { environment });
  for (const [folder, names] of Object.entries(PROGRAMS))
    for (const name of names) copyProgram(binary(parts.binaries, name), join(root, folder, name));
  for (const { path, text } of nodeFiles(version)) write(join(root, path), text);
  change(join(root, "etc/default/kubelet"), kubeletDefaults);
  change(join(root, "etc/containerd/config.toml"), containerdConfig);
  const spec = await runOrThrow([binary(parts.binaries, "ctr"), "oci", "spec"], { environment });
  write(join(root, "etc/containerd/cri-base.json"), containerSpec(spec.stdout));
  write(join(root, "etc/systemd/journald.conf"), "[Journal]\nReadKMsg=no\n");
  mkdirSync(join(root, "etc/kubernetes/manifests"), { recursive: true });
  if (!existsSync(join(root, "sbin/init"))) symlinkSync("/usr/lib/systemd/systemd", join(root, "sbin/init"));
  await runOrThrow(["chroot", root, "systemctl", "enable", ...UNITS], { environment });
  await writeImages(root, { parts, version, context });
}

async function bootstrap(root: string, { debootstrap }: Parts, context: BuildContext): Promise<void> {
  const { environment } = context;
  const asked = ["apt-get", "indextargets", "--format", "$(SITE) $(RELEASE)", "Created-By: Packages"];
  const { stdout } = await runOrThrow(asked, { environment });
  const [site = "", release = ""] = stdout.split("\n")[0]?.split(" ") ?? [];
  const scripts = join(dirname(debootstrap.path), "../share/debootstrap");
  const argv = [debootstrap.path, "--variant=minbase", `--include=${PACKAGES}`, release, root, site];
  await runOrThrow(argv, {
    environment: { ...environment, DEBOOTSTRAP_DIR: scripts },
    timeoutMs: BOOTSTRAP_MS,
    signal: context.signal,
  });
  await runOrThrow(["chroot", root, "apt-get", "clean"], { environment });
}

function copyProgram(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
  chmodSync(to, 0o755);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function change(path: string, how: (text: string) => string): void {
  writeFileSync(path, how(readFileSync(path, "utf8")));
}
