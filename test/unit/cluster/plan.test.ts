import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { groupsFor } from "../../cluster/build/binaries.ts";
import { BUILD_GROUPS } from "../../cluster/build/groups.ts";
import { goBuildArguments, identityOf, moduleFolder, requiredVersion } from "../../cluster/build/identity.ts";
import {
  controlPlaneOf,
  KUBERNETES_VERSIONS,
  NEWEST,
  readKubernetesVersion,
} from "../../cluster/build/versions.ts";
import { layoutOf } from "../../cluster/layout.ts";
import { parseHierarchies } from "../../cluster/node/cgroups.ts";
import { containerdConfiguration, kubeletConfiguration } from "../../cluster/node/config.ts";
import { apiServer, controllerManager } from "../../cluster/plan/control-plane.ts";
import type { Store } from "../../cluster/options.ts";
import { networkOf, SLOTS } from "../../cluster/plan/network.ts";
import type { Plan } from "../../cluster/plan/plan.ts";
import { store } from "../../cluster/plan/store.ts";

function planFor(real: boolean, audit = false, kept: Store = "etcd"): Plan {
  const wanted = { nodes: { real: true, kwok: 1 }, store: kept, kubernetes: NEWEST };
  const names = groupsFor(wanted).flatMap((group) => group.binaries);
  const binaries = Object.fromEntries(names.map((name) => [name, `/cache/bin/${name}`]));
  const layout = layoutOf("/cache", "one");
  const nodes = { real, kwok: 0 };
  return {
    name: "one",
    slot: 7,
    nodes,
    store: kept,
    kubernetes: NEWEST,
    audit,
    cgroup: "batchtask-7-1",
    layout,
    binaries,
    path: "/bin",
    runc: "/runc",
    nft: { path: "/usr/sbin/nft", libraries: undefined },
    network: networkOf(7, real),
  };
}

function writesAudit(plan: Plan): boolean {
  return apiServer(plan).argv.some((flag) => flag.startsWith("--audit-log-path"));
}

describe("slots", () => {
  it("share no port and no network", () => {
    const networks = Array.from({ length: SLOTS }, (_, slot) => networkOf(slot, true));
    const values = networks.flatMap(({ ports, serviceCidr, podCidr, address, link }) => [
      ...Object.values(ports).map(String),
      serviceCidr,
      podCidr,
      address,
      link?.device,
      link?.hostAddress,
    ]);
    expect(new Set(values).size).toBe(values.length);
    expect(networks.every(({ link }) => (link?.device.length ?? 0) <= 15)).toBe(true);
  });

  it("stay below the ports of outgoing connections, and on loopback without a real node", () => {
    const { ports, address, link } = networkOf(SLOTS - 1, false);
    expect(Object.values(ports).every((port: number) => port < 32_768)).toBe(true);
    expect([address, link]).toEqual(["127.0.0.1", undefined]);
  });
});

describe("components", () => {
  it("listen on the cluster's address alone", () => {
    expect(apiServer(planFor(false)).argv).toContain("--bind-address=127.0.0.1");
    expect(apiServer(planFor(true)).argv).toContain("--bind-address=10.250.7.2");
    expect(controllerManager(planFor(true)).argv).toContain("--bind-address=127.0.0.1");
  });

  it("write an audit log only where one is wanted", () => {
    expect([writesAudit(planFor(true)), writesAudit(planFor(true, true))]).toEqual([false, true]);
  });

  it("have kine in etcd's place, on its port and in its folder", () => {
    const [etcd, kine] = [store(planFor(false)), store(planFor(false, false, "kine"))];
    expect([etcd.name, kine.name]).toEqual(["etcd", "kine"]);
    expect(etcd.argv).toContain("--data-dir=/cache/clusters/one/store");
    expect(kine.argv).toContain("--listen-address=127.0.0.1:21071");
    expect(kine.argv.join()).toContain("--endpoint=sqlite:///cache/clusters/one/store/state.db?");
    expect(etcd.argv).toContain("--listen-client-urls=http://127.0.0.1:21071");
  });

  it("have the kubelet's cgroups in the cluster's own folder", () => {
    expect(kubeletConfiguration(planFor(true))).toMatchObject({ cgroupRoot: "/batchtask-7-1" });
    expect(containerdConfiguration(planFor(true))).toContain('BinaryName = "/runc"');
  });
});

describe("builds", () => {
  it("take the version from the module file, and have one folder for one version", () => {
    expect(requiredVersion("module x\n\nrequire example.com/a/b v1.2.3\n", "example.com/a/b")).toBe("v1.2.3");
    const { version, folder } = identityOf(BUILD_GROUPS.controlPlane);
    expect(folder).toMatch(new RegExp(`^kubernetes-${version.replaceAll(".", "\\.")}-[0-9a-f]{12}$`));
    expect(identityOf(BUILD_GROUPS.kubelet).folder).not.toBe(folder);
  });

  it("have a control plane of each version, from a module whose staging modules are of that version", () => {
    for (const version of KUBERNETES_VERSIONS) {
      const group = controlPlaneOf(version);
      const goMod = readFileSync(join(moduleFolder(group), "go.mod"), "utf8");
      const patch = requiredVersion(goMod, group.versionOf);
      expect(patch).toMatch(new RegExp(`^v${version.replace(".", "\\.")}\\.\\d+$`));
      const staged = [...goMod.matchAll(/^\t(k8s\.io\/\S+) => \1 (\S+)$/gm)].map(([, , of]) => of);
      expect(staged.length).toBeGreaterThan(25);
      expect(new Set(staged)).toEqual(new Set([patch.replace("v1.", "v0.")]));
      expect(readKubernetesVersion(patch)).toBe(version);
    }
    expect(KUBERNETES_VERSIONS.at(-1)).toBe(NEWEST);
  });

  it.each([
    ["1.29", "--kubernetes must be one of 1.30, "],
    ["newest", "--kubernetes must be one of 1.30, "],
    ["v1.37.0", "--kubernetes v1.37.0: of 1.37 there is v1.37.2 alone"],
  ])("are of no version %s", (text, message) => {
    expect(() => readKubernetesVersion(text)).toThrow(message);
  });

  it("link the version in", () => {
    const args = goBuildArguments(BUILD_GROUPS.controlPlane, "v1.37.2", "/out");
    expect(args[args.indexOf("-ldflags") + 1]).toContain("gitVersion=v1.37.2");
    expect(args).toContain("/out/");
  });
});

describe("cgroup hierarchies", () => {
  it("are found in version 1, hybrid and version 2", () => {
    const mounts = [
      "tmpfs /sys/fs/cgroup tmpfs rw 0 0",
      "cgroup /sys/fs/cgroup/cpuset cgroup rw,relatime,cpuset 0 0",
      "cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0",
    ].join("\n");
    expect(parseHierarchies(mounts)).toEqual([
      { folder: "/sys/fs/cgroup/cpuset", unified: false, controllers: ["rw", "relatime", "cpuset"] },
      { folder: "/sys/fs/cgroup/unified", unified: true, controllers: ["rw", "relatime"] },
    ]);
    expect(parseHierarchies("cgroup2 /sys/fs/cgroup cgroup2 rw,nsdelegate 0 0")).toHaveLength(1);
  });
});
