import { expect, test } from "vitest";
import { createRefusedTtls } from "../../../../src/controllers/batchtask/refused-ttls.ts";
import { job, task } from "../../support/task.ts";

const named = (uid: string) => job({ metadata: { uid } });

test("each Job is told of once, and the newest are remembered", () => {
  const told: string[] = [];
  const ttls = createRefusedTtls((_, message) => told.push(message));
  expect([ttls.has(named("a")), ttls.has(undefined)]).toEqual([false, false]);
  for (const message of ["first", "again"]) ttls.add(task(), named("a"), message);
  expect([ttls.has(named("a")), ttls.has(named("b")), told]).toEqual([true, false, ["first"]]);
  for (let n = 0; n < 10_000; n += 1) ttls.add(task(), named(`n${n}`), "more");
  expect([ttls.has(named("a")), ttls.has(named("n0")), ttls.has(named("n9999"))]).toEqual([
    false,
    true,
    true,
  ]);
});
