import { test } from "vitest";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { CASES } from "../../support/fake-api/cases.ts";

test.each(Object.entries(CASES))("fake API server: %s", async (_, check) => {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  await check({ client, namespace: "ns" });
});
