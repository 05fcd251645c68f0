import { test } from "vitest";
import { CASES } from "../support/fake-api/cases.ts";
import { createWorld } from "./support/world.ts";

test.each(Object.entries(CASES))("real API server: %s", async (_, check) => {
  await using world = await createWorld();
  await check(world);
});
