import axe from "axe-core";
import { expect } from "vitest";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

const VIEWS = ["#/", "#/?range=7d", "#/list", "#/task/billing/ledger-export", "#/policies", "#/schedules"];

for (const colorScheme of ["light", "dark"] as const)
  pageTest(`axe finds nothing serious in any view, ${colorScheme}`, async () => {
    // The rules come from outside, past the page's own policy.
    await using opened = await open({ context: { colorScheme, bypassCSP: true } });
    const { page, go } = opened;
    const found: string[] = [];
    for (const hash of VIEWS) {
      await go(hash);
      await page.getByRole("main").locator("table, [role=grid], .hours").first().waitFor();
      await page.evaluate(axe.source);
      const violations = await page.evaluate<Violation[]>("axe.run().then(({ violations }) => violations)");
      for (const { id, impact, nodes } of violations)
        if (impact === "serious" || impact === "critical")
          found.push(`${hash} ${id}, ${nodes.length} times: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
    }
    expect(found).toEqual([]);
  });
