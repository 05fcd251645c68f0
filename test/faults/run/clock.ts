/**
 * Loaded before the operator: on SIGUSR2 its wall clock goes wrong by so many seconds as the file says that
 * BATCHTASK_FAULTS_CLOCK names. The monotonic clock goes on.
 */
import { readFileSync } from "node:fs";

const RealDate = Date;
const offset = { ms: 0 };

class JumpingDate extends RealDate {
  constructor(...args: [] | [number | string | Date]) {
    if (args.length === 0) super(RealDate.now() + offset.ms);
    else super(args[0]);
  }
  static override now(): number {
    return RealDate.now() + offset.ms;
  }
}

process.on("SIGUSR2", () => {
  offset.ms = 1000 * Number(readFileSync(process.env["BATCHTASK_FAULTS_CLOCK"] ?? "", "utf8"));
});
Object.assign(globalThis, { Date: JumpingDate });
