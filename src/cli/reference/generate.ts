/**
 * Writes docs/reference/cli.md, or with --check exits 1 if the committed one differs.
 */
import { parseArgs } from "node:util";
import { writeOrCompare } from "../../crd/files.ts";
import { systemClock } from "../../kube/clock.ts";
import { createProgram } from "../program.ts";
import { cliPage } from "./page.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const nowhere = { write: () => undefined, isTerminal: false, columns: undefined };
const program = createProgram({
  stdout: nowhere,
  stderr: nowhere,
  stdin: async () => new Uint8Array(),
  variables: { kubeconfig: undefined, home: undefined, serviceHost: undefined, servicePort: undefined },
  folder: ".",
  colour: false,
  clock: systemClock,
  timeZone: "Etc/UTC",
  random: () => 0,
  newId: () => "",
  signal: new AbortController().signal,
  exit: () => undefined,
});
const current = writeOrCompare([{ path: "docs/reference/cli.md", text: cliPage(program) }], values.check);
process.exitCode = current ? 0 : 1;
