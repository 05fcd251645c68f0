/** The marks that Windows' tools begin a file with, and what they say. */
const MARKS: readonly { bytes: readonly number[]; encoding: string }[] = [
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

/**
 * A file's text, as kubectl reads it: UTF-8, and UTF-16 with a byte order mark; the mark is no part of it.
 * Source: FileVisitor of k8s.io/cli-runtime (unicode.BOMOverride).
 * @throws Error that says why it is no text, and the fix
 */
export function decoded(content: Uint8Array): string {
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, at) => content[at] === byte));
  const text = new TextDecoder(mark?.encoding ?? "utf-8").decode(content);
  if (text.includes("\0"))
    throw new Error(
      "it has NUL characters, as UTF-16 has without a byte order mark, and kubectl reads no such file: save it as UTF-8",
    );
  return text;
}
