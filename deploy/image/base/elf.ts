/** What an ELF file asks the system for. */
export interface Needs {
  /** Names of shared libraries, as DT_NEEDED has them. */
  readonly libraries: readonly string[];
  /** Path of the loader that starts it; libraries have none. */
  readonly loader: string | undefined;
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** The types of a program header and the tags of its dynamic section: elf.h. */
const LOAD = 1;
const DYNAMIC = 2;
const INTERPRETER = 3;
const NEEDED = 1;
const STRINGS = 5;

/**
 * Reads a 64-bit little-endian ELF file of any processor, as ldd can't. Pure.
 * @throws Error for any other file
 */
export function needsOf(bytes: Buffer): Needs {
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f45_4c46 || bytes.readUInt16BE(4) !== 0x0201)
    throw new Error("not a 64-bit little-endian ELF file");
  const segments = segmentsOf(bytes);
  const entries = segments.filter(({ type }) => type === DYNAMIC).flatMap((one) => tagsOf(bytes, one));
  const strings = offsetOf(segments, entries.find(({ tag }) => tag === STRINGS)?.value ?? 0);
  const loader = segments.find(({ type }) => type === INTERPRETER);
  return {
    libraries: entries.filter(({ tag }) => tag === NEEDED).map(({ value }) => text(bytes, strings + value)),
    loader: loader && text(bytes, loader.offset),
  };
}

function segmentsOf(bytes: Buffer): Segment[] {
  const [start, size, count] = [number(bytes, 32), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  return Array.from({ length: count }, (_, n) => start + n * size).map((at) => ({
    type: bytes.readUInt32LE(at),
    offset: number(bytes, at + 8),
    address: number(bytes, at + 16),
    size: number(bytes, at + 32),
  }));
}

function tagsOf(bytes: Buffer, { offset, size }: Segment): { tag: number; value: number }[] {
  const places = Array.from({ length: Math.floor(size / 16) }, (_, n) => offset + n * 16);
  // Tags beyond the format's own are of no interest, and may be beyond 2^53.
  return places.map((at) => ({
    tag: Number(bytes.readBigUInt64LE(at)),
    value: Number(bytes.readBigUInt64LE(at + 8)),
  }));
}

/** Where in the file stands what is loaded to an address. */
function offsetOf(segments: readonly Segment[], address: number): number {
  const within = segments.find(
    (one) => one.type === LOAD && address >= one.address && address < one.address + one.size,
  );
  return within === undefined ? address : address - within.address + within.offset;
}

const number = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

const text = (bytes: Buffer, at: number): string => bytes.toString("utf8", at, bytes.indexOf(0, at));
