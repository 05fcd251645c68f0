import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { follow } from "../integration/tools/guide.ts";
import { blocksOf, stepsOf } from "../support/pages.ts";
import { type E2e, end, start } from "./support.ts";

const PAGE = "docs/guides/schedule.md";

describe.skipIf(inject("noRealNode") !== undefined)("a schedule on a real node", () => {
  let world: E2e;
  beforeAll(async () => {
    world = await start("schedule");
  });
  afterAll(() => end(world));

  test("the guide's report runs when it is asked to, and at its time", { timeout: 300_000 }, async () => {
    const { cluster, namespace } = world;
    const [report = ""] = blocksOf(PAGE).flatMap(({ language, text }) => (language === "yaml" ? [text] : []));
    const kubectl = { path: cluster.kubectlPath, kubeconfig: cluster.kubeconfig, namespace };
    let said = "";
    for (const { commands } of stepsOf(PAGE)) {
      const { code, stdout, stderr } = await follow([commands], kubectl, {
        files: { "report.yaml": report },
      });
      expect(code, `${commands}\n${stderr}`).toBe(0);
      said += stdout;
    }
    expect(said).toContain("TIME (Europe/Berlin)");
    expect(said).toMatch(/^\d{4}-\d\d-\d\dT0[01]:30:00Z/m);
    expect(said).toMatch(/^Report for now$/m);
    expect(said).toMatch(/^Report for \d{4}-\d\d-\d\dT\d\d:\d\d:00\+0[12]:00$/m);
    expect(said).toContain('"lastScheduleTime":');
  });
});
