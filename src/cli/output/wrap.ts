/** Stands for a space within words that stay together. */
const HELD = "\u00a0";

/** Words that `wrap` does not part. */
export function unbroken(words: string): string {
  return words.replaceAll(" ", HELD);
}

/** Breaks a text at spaces to lines of a width; a longer word stays whole. Line breaks of the text are kept. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, width));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => one.replaceAll(HELD, " "));
}
