/** An entry of a tar archive. */
export interface TarEntry {
  /** Path without a leading slash. */
  readonly path: string;
  readonly mode: number;
  readonly content?: Buffer;
  /** Target of a symbolic link. */
  readonly link?: string;
  readonly folder?: boolean;
}

const BLOCK = 512;

/** A tar archive in the ustar format; the same entries always give the same bytes. */
export function tar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const content = entry.content ?? Buffer.alloc(0);
    return [header(entry, content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header(entry: TarEntry, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const text = (value: string, offset: number, length: number): void => {
    if (Buffer.byteLength(value) > length) throw new Error(`"${value}" is too long for a tar archive`);
    block.write(value, offset, length, "utf8");
  };
  const octal = (value: number, offset: number, length: number): void =>
    text(value.toString(8).padStart(length - 1, "0"), offset, length);
  text(entry.path, 0, 100);
  octal(entry.mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.fill(" ", 148, 156);
  text(kindOf(entry), 156, 1);
  text(entry.link ?? "", 157, 100);
  text("ustar\u000000", 257, 8);
  const sum = block.reduce((total, byte) => total + byte, 0);
  text(`${sum.toString(8).padStart(6, "0")}\0 `, 148, 8);
  return block;
}

function kindOf(entry: TarEntry): string {
  if (entry.folder === true) return "5";
  return entry.link === undefined ? "0" : "2";
}
