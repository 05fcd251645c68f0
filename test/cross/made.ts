import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename } from "node:path";
import { formatOf } from "../../deploy/archives/format.ts";
import { goArch } from "../cluster/build/arch.ts";

/** A file that was made for a processor. */
export interface Made {
  readonly file: string;
  readonly bytes: number;
  /** What its header says it is for; undefined: it is no program. */
  readonly header: string | undefined;
  /** The header says what was wanted. */
  readonly isRight: boolean;
}

/** What this leaves open. */
export const NOT_CHECKED =
  "Not run: none of it, since that takes such a machine. Not looked at: Debian's own packages (runc, nft, busybox, " +
  "the C library), which apt-get brings for the machine's processor.";

/** Longer than the headers of ELF, Mach-O and PE that are read. */
const HEADER_BYTES = 4096;

/** Reads a file's header. @param arch the processor that it has to be for, as Node.js calls it */
export function look(file: string, arch: string): Made {
  const header = headerOf(readStart(file));
  return { file, bytes: statSync(file).size, header, isRight: header === `linux ${goArch(arch)}` };
}

function headerOf(start: Buffer): string | undefined {
  const format = formatOf(start);
  return format && `${format.os} ${format.arch}`;
}

function readStart(file: string): Buffer {
  const start = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, "r");
  try {
    return start.subarray(0, readSync(descriptor, start));
  } finally {
    closeSync(descriptor);
  }
}

/** One line for a file. */
export function lineOf({ file, bytes, header, isRight }: Made): string {
  const size = `${Math.round(bytes / 1024 ** 2)} MiB`.padStart(8);
  const verdict = isRight ? "" : "  WRONG";
  return `${basename(file).padEnd(28)} ${size}  ${header ?? "no program"}${verdict}`;
}

/** What it came to. @param ms how long it took */
export function summaryOf(made: readonly Made[], arch: string, ms: number): string {
  const wrong = made.filter(({ isRight }) => !isRight).length;
  return `${made.length - wrong} programs are for ${arch} by their header, ${wrong} are not; ${Math.round(ms / 1000)} s.`;
}
