import { readFile } from "node:fs/promises";

/** The commands of a page of plain text: blocks between empty lines that begin with kubectl or helm. */
export function pagesCommands(text: string): string[] {
  return text
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => /^(kubectl|helm) /.test(block));
}

/** What stands in the shell blocks of one section of the page on how to uninstall. */
export async function uninstallCommands(section: string): Promise<string> {
  const page = await readFile("docs/install/uninstall.md", "utf8");
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? "";
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands = ""]) => commands);
  if (blocks.length === 0) throw new Error(`the page has no commands under "${section}"`);
  return blocks.join("");
}
