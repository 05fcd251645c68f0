import { inject } from "vitest";
import { assetsOf } from "../../src/cli/ui/assets.ts";
import { recordedCluster } from "../support/ui/cluster.ts";
import { once } from "../support/ui/rows.ts";
import { serveRecorded } from "../support/ui/serve.ts";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();

pageTest("the cluster goes away and comes back: it is said, and what was seen stays", async () => {
  await using opened = await open();
  const { page, cluster } = opened;
  cluster.away("connect ECONNREFUSED 10.0.0.1:6443");
  await page.getByRole("alert").getByText("The cluster does not answer").waitFor();
  await page.getByText("ECONNREFUSED").waitFor();
  await page.getByRole("status").filter({ hasText: "Cluster away" }).waitFor();
  await page
    .getByRole("link", { name: /^ledger-export/ })
    .first()
    .waitFor();
  cluster.back();
  await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
  await page.getByRole("alert").waitFor({ state: "detached" });
});

pageTest("the plugin ends and is started again: the page says how to go on", async () => {
  await using opened = await open();
  const { page, server } = opened;
  await server.close();
  await page.getByRole("alert").getByText("kubectl batchtask ui does not answer").waitFor();
  await page
    .getByRole("link", { name: /^ledger-export/ })
    .first()
    .waitFor();
  const again = await serveRecorded(
    recordedCluster([once("billing", "fresh", {})]),
    assetsOf(inject("pageFiles")),
  );
  await page.goto(again.url);
  await page.getByRole("rowheader", { name: "fresh" }).waitFor();
  await again.close();
});
