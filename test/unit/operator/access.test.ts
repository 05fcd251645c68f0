import { expect, test } from "vitest";
import { openAccess } from "../../../src/operator/access.ts";
import { readConfig } from "../../../src/operator/config.ts";
import { manualClock } from "../kube/support/manual-clock.ts";
import { temporaryFolder } from "../kube/access/support/temporary-folder.ts";

const { write } = temporaryFolder();

test("the operator goes through the proxy of its environment, as client-go does", async () => {
  const path = await write(
    "config",
    JSON.stringify({
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "k" } }],
      clusters: [{ name: "k", cluster: { server: "https://k.example:6443" } }],
    }),
  );
  const open = async (no: string) => {
    const proxies = { https: "http://p.example:3128", no };
    const around = { serviceHost: undefined, servicePort: undefined, home: undefined, proxies };
    return await openAccess(readConfig(["--kubeconfig", path], {}), around, manualClock());
  };
  expect((await open("")).proxy?.href).toBe("http://p.example:3128/");
  expect((await open("k.example")).proxy).toBeUndefined();
});
