/** The commands of a page of plain text: blocks between empty lines that begin with kubectl or helm. */
export function pagesCommands(text: string): string[] {
  return text
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => /^(kubectl|helm) /.test(block));
}
