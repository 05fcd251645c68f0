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

/** The entries of an archive as `tar`, or Go, writes them, with the numbers of their owners. */
export function untar(archive: Buffer): (TarEntry & { owner: string })[] {
  const entries = [];
  for (let at = 0; archive[at] !== 0; ) {
    const header = archive.subarray(at, (at += BLOCK));
    const text = (offset: number, length: number): string =>
      (header.toString("utf8", offset, offset + length).split("\0")[0] ?? "").trim();
    const octal = (offset: number, length: number): number => Number.parseInt(text(offset, length), 8);
    const size = octal(124, 12);
    const [path, kind, link] = [text(0, 100), text(156, 1), text(157, 100)];
    if (!["0", "2", "5"].includes(kind) || text(345, 155) !== "") {
      throw new Error(`${path} is an entry of a kind that isn't known here: ${kind}`);
    }
    entries.push({
      path,
      // Go has the entry's kind in it, too.
      mode: octal(100, 8) & 0o7777,
      owner: `${octal(108, 8)}:${octal(116, 8)}`,
      ...(kind === "0" ? { content: archive.subarray(at, at + size) } : {}),
      ...(kind === "2" ? { link } : {}),
      ...(kind === "5" ? { folder: true } : {}),
    });
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
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
