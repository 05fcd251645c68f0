import { parseArgs } from "node:util";
import { openStage } from "../run/stage.ts";
import { soak } from "./soak.ts";

const report = (line: string): void => void process.stdout.write(`${line}\n`);
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    lanes: { type: "string", default: "4" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
report(`seed ${values.seed}, ${values.minutes} minutes`);
const stage = await openStage("soak", report);
let violations: string[];
try {
  violations = await soak(stage, {
    minutes: Number(values.minutes),
    lanes: Number(values.lanes),
    seed: Number(values.seed),
    report,
  });
} finally {
  await stage.close();
}
for (const violation of violations) report(`VIOLATION ${violation}`);
report(`${violations.length} violations`);
process.exit(violations.length === 0 ? 0 : 1);
