import { expect, test } from "vitest";
import { up, type UpOptions } from "../../cluster/index.ts";
import { fakeKind } from "./kind/support/fake-kind.ts";

const NOTHING_TO_BUILD_WITH = /^the command "openssl" is missing|\bGo\b/;

/** kind that can pull nothing, on a machine that has nothing to build a cluster with. */
function scene() {
  const { environment, setMode, made } = fakeKind();
  setMode("can't pull");
  const said: string[] = [];
  const options = {
    environment,
    name: "mine",
    nodes: { real: true },
    report: (line: string) => said.push(line),
  };
  return { said, made, up: (more: Partial<UpOptions>) => up({ ...options, ...more }) };
}

test("a cluster is built where kind fails that nobody asked for, and it is said what kind failed of", async () => {
  const { up, said } = scene();
  await expect(up({})).rejects.toThrow(NOTHING_TO_BUILD_WITH);
  expect(said.find((line) => line.startsWith("kind can't"))).toMatch(
    /^kind can't make a cluster here: failed to create cluster: failed to pull image.* One is built from Go modules instead\.$/,
  );
});

test.each([[{ provider: "kind" as const }], [{ nodeImage: "kindest/node:v1.34.0" }]])(
  "who asks for kind (%j) hears the ways on",
  async (asked) => {
    const { up } = scene();
    await expect(up(asked)).rejects.toThrow(
      /^kind can't make a cluster here: [^]*no such host.*--node-image names one[^]*Ways on: --provider built .*--node-image NAME .*--kubeconfig PATH/,
    );
  },
);

test("kind is not tried where another cluster was asked for", async () => {
  const { up, made } = scene();
  await expect(up({ provider: "built" })).rejects.toThrow(NOTHING_TO_BUILD_WITH);
  await expect(up({ nodes: { kwok: 1 } })).rejects.toThrow(NOTHING_TO_BUILD_WITH);
  await expect(up({ store: "kine" })).rejects.toThrow(NOTHING_TO_BUILD_WITH);
  await expect(up({ kubernetes: "1.30", provider: "kind" })).rejects.toThrow(
    "Kubernetes 1.30 on etcd is built here alone, and this cluster is kind: leave out --kubernetes",
  );
  await expect(up({ nodeImage: "x", provider: "built" })).rejects.toThrow(
    "--node-image is kind's, not that of --provider built",
  );
  expect(made()).toEqual([]);
});
