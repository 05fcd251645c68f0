import type { Platform } from "./platforms.ts";

type Target = Pick<Platform, "os" | "arch">;

/** `e_machine` of ELF, `cputype` of Mach-O, `Machine` of PE's COFF header. */
const MACHINES = {
  linux: { 0x3e: "amd64", 0xb7: "arm64" },
  darwin: { 0x0100_0007: "amd64", 0x0100_000c: "arm64" },
  windows: { 0x8664: "amd64", 0xaa64: "arm64" },
} as const satisfies Record<Platform["os"], Record<number, Platform["arch"]>>;

const ELF = 0x7f45_4c46;
const MACH_O_64 = 0xfeed_facf;
const MZ = 0x5a4d;
const PE = 0x0000_4550;

/** The platform that an executable's header is of; undefined for what is none, or of another platform. Pure. */
export function formatOf(bytes: Buffer): Target | undefined {
  if (bytes.length < 64) return undefined;
  if (bytes.readUInt32BE(0) === ELF) return of("linux", bytes.readUInt16LE(18));
  if (bytes.readUInt32LE(0) === MACH_O_64) return of("darwin", bytes.readUInt32LE(4));
  if (bytes.readUInt16LE(0) !== MZ) return undefined;
  const header = bytes.readUInt32LE(0x3c);
  if (header + 6 > bytes.length || bytes.readUInt32LE(header) !== PE) return undefined;
  return of("windows", bytes.readUInt16LE(header + 4));
}

function of(os: Platform["os"], machine: number): Target | undefined {
  const arch = new Map<number, Platform["arch"]>(
    Object.entries(MACHINES[os]).map(([key, value]) => [Number(key), value]),
  ).get(machine);
  return arch && { os, arch };
}
