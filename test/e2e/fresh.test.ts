import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readPackage } from "../../deploy/image/labels.ts";
import { commandsOf } from "../support/pages.ts";
import { BUILD_MS } from "../tools/tool.ts";
import { type Checkout, freshCheckout } from "./fresh/checkout.ts";

const LONGEST_MS = 10 * 60_000;

/** In this order: each goes on from what the one before has left. */
describe.skipIf(inject("noRealNode") !== undefined)(
  "the pages that begin with a fresh clone",
  { timeout: LONGEST_MS },
  () => {
    let checkout: Checkout;
    beforeAll(async () => {
      checkout = await freshCheckout(process.env);
    }, BUILD_MS);
    afterAll(() => checkout?.end());

    /** Throws what the commands print where they fail. */
    const paste = async (commands: string, kubeconfig?: string): Promise<string> => {
      const { kubeconfig: root } = checkout.cluster;
      const variables = { KUBECONFIG: kubeconfig ?? "", KUBECONFIG_OF_ROOT: root };
      const { code, stdout, stderr } = await checkout.paste(commands, variables);
      if (code !== 0) throw new Error(`exit code ${code}:\n${commands}\n${stdout}\n${stderr}`);
      return stdout;
    };
    const uninstall = () =>
      paste(commandsOf("docs/install/uninstall.md", "All of it").join(""), checkout.cluster.kubeconfig);

    test("the plugin, built and installed", async () => {
      const printed = await paste(commandsOf("docs/guides/cli.md", "Install").join(""));
      expect(printed).toContain(`Client Version: ${readPackage(".").version}\n`);
    });

    test("on K3s", async () => {
      const printed = await paste(commandsOf("docs/install/k3s.md", "On K3s").join(""));
      expect(printed).toContain("Phase:          Succeeded");
      await uninstall();
    });

    test("on kind, with Docker and with the archive alone", async () => {
      const { kubeconfig } = checkout.cluster;
      const [withDocker = "", archive = ""] = commandsOf("docs/install/kind.md", "On kind");
      expect(await paste(withDocker, kubeconfig)).toContain("Phase:          Succeeded");
      await uninstall();
      const lastTwo = withDocker.trim().split("\n").slice(-2).join("\n");
      expect(await paste(`${archive}\n${lastTwo}`, kubeconfig)).toContain("Phase:          Succeeded");
    });

    test("a real cluster anywhere", async () => {
      const printed = await paste(commandsOf("test/cluster/README.md", "A real cluster anywhere").join(""));
      for (const line of [
        /^Cluster batchtask \(built\) is up after/m,
        /^Cluster mine \(built\) is up after/m,
        /^Cluster batchtask \(built\) runs already after/m,
        /^Cluster light \(built\) is up after/m,
        /^Cluster k3s \(built\) is up after/m,
      ])
        expect(printed).toMatch(line);
      expect(printed.match(/^The cluster is down\.$/gm)).toHaveLength(4);
    });
  },
);
