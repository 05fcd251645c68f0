import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import {
  containerdConfig,
  containerSpec,
  kubeletDefaults,
  nodeFiles,
  pauseImage,
  UNITS,
} from "../../kind-image/files.ts";

const CONFIG = `[plugins."io.containerd.grpc.v1.cri"]
  # use fixed sandbox image
  sandbox_image = "registry.example/pause:3.10"
  restrict_oom_score_adj = false
`;

test("what kind reads of a node is there: its version and two manifests that can be applied", () => {
  const files = new Map(nodeFiles("v1.37.2").map(({ path, text }) => [path, text]));
  expect(files.get("kind/version")).toBe("v1.37.2");
  for (const path of ["kind/manifests/default-cni.yaml", "kind/manifests/default-storage.yaml"]) {
    const [document] = parseAllDocuments(files.get(path) ?? "");
    expect([document?.get("apiVersion"), document?.getIn(["metadata", "name"])]).toEqual([
      expect.stringMatching(/v1$/),
      expect.stringMatching(/./),
    ]);
  }
  for (const unit of UNITS.filter((name) => name.startsWith("kind-")))
    expect(files.get(`etc/systemd/system/${unit}.service`)).toContain("[Install]");
});

test("the default class of volumes is one that the controller manager provides as kind starts it", () => {
  const storage = nodeFiles("v1.37.2").find(({ path }) => path.endsWith("default-storage.yaml"));
  expect(parseAllDocuments(storage?.text ?? "")[0]?.toJSON()).toMatchObject({
    kind: "StorageClass",
    metadata: { name: "standard" },
    provisioner: "kubernetes.io/host-path",
  });
});

test("the pods' network is in the range that kind gives its pods by default", () => {
  const conflist = nodeFiles("v1.37.2").find(({ path }) => path.endsWith(".conflist"));
  expect(JSON.parse(conflist?.text ?? "")).toMatchObject({
    plugins: [
      { type: "bridge", hairpinMode: true, ipMasq: true, ipam: { ranges: [[{ subnet: "10.244.0.0/24" }]] } },
    ],
  });
});

test("kind's own settings stay, but for cgroup version 1 and scores that nobody may lower", () => {
  expect(kubeletDefaults("KUBELET_EXTRA_ARGS=--runtime-cgroups=/a\n")).toBe(
    "KUBELET_EXTRA_ARGS=--runtime-cgroups=/a --fail-cgroupv1=false\n",
  );
  expect(containerdConfig(CONFIG)).toBe(CONFIG.replace("_adj = false", "_adj = true"));
});

test("the pause image is the one that containerd is told to use", () => {
  expect(pauseImage(CONFIG)).toBe("registry.example/pause:3.10");
  expect(() => pauseImage("")).toThrow("name no sandbox_image");
});

test("containers have kind's hook, and no limits of their own", () => {
  const spec = {
    ociVersion: "1",
    process: { cwd: "/", rlimits: [{ type: "RLIMIT_NOFILE" }] },
    hooks: { poststop: [] },
  };
  expect(JSON.parse(containerSpec(JSON.stringify(spec)))).toEqual({
    ociVersion: "1",
    process: { cwd: "/" },
    hooks: { poststop: [], createContainer: [{ path: "/kind/bin/mount-product-files.sh" }] },
  });
});
