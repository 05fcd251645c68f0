import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MUTATIONS } from "../../faults/mutations/mutations.ts";
import { PLANS } from "../../faults/plan/load.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const cases = MUTATIONS.map((mutation) => [mutation.defence, mutation] as const);

test.each(cases)("%s: what the mutation takes out is there, and its plans are", (_, { edits, plans }) => {
  for (const { file, find } of edits)
    expect(readFileSync(join(ROOT, file), "utf8").split(find).length).toBe(2);
  for (const plan of plans) expect(readFileSync(join(PLANS, `${plan}.yaml`), "utf8")).toContain("faults:");
});
