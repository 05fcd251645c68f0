import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/** A block of code of a page. */
export interface Block {
  page: string;
  /** The nearest heading above it. */
  heading: string;
  /** What the fence says; empty where it says nothing. */
  language: string;
  text: string;
}

/** Commands of a page, and lines that the page shows of what they print. */
export interface Step extends Block {
  commands: string;
  output: string[];
}

/** Blocks in which nobody looks for commands. All others have some. */
const WITHOUT_COMMANDS = new Set(["yaml", "json", "text", "mermaid"]);

/** The blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let heading = "";
  const parts = /^#+ (?<title>.*)$|^(?<indent> *)```(?<language>\w*)\n(?<text>[^]*?)^ *```$/gm;
  for (const { groups } of textOf(page).matchAll(parts)) {
    const { title, language = "", text = "" } = groups ?? {};
    if (title === undefined) blocks.push({ page, heading, language, text });
    else heading = title;
  }
  return blocks;
}

/**
 * The commands of a page, or of what stands under one heading. A `text` block is what the commands before it print;
 * of a `console` block each line that begins with `$` is a command.
 */
export function stepsOf(page: string, heading?: string): Step[] {
  const steps: Step[] = [];
  for (const block of blocksOf(page)) {
    if (heading !== undefined && heading !== block.heading) continue;
    if (block.language === "text") steps.at(-1)?.output.push(...block.text.trim().split("\n"));
    if (!WITHOUT_COMMANDS.has(block.language)) steps.push(stepOf(block));
  }
  return steps;
}

/** The commands alone. */
export function commandsOf(page: string, heading?: string): string[] {
  return stepsOf(page, heading).map(({ commands }) => commands);
}

/** Lines that Markdown shows as code without a fence. */
export function unfenced(page: string): string[] {
  const prose = textOf(page).replaceAll(/^ *```[^]*?^ *```$/gm, "");
  return prose.split("\n").filter((line) => /^( {4}|\t)/.test(line));
}

function stepOf(block: Block): Step {
  if (block.language !== "console") return { ...block, commands: block.text, output: [] };
  const lines = block.text.trim().split("\n");
  const typed = lines.filter((line) => line.startsWith("$ "));
  const output = lines.filter((line) => !line.startsWith("$ "));
  return { ...block, commands: typed.map((line) => `${line.slice(2)}\n`).join(""), output };
}

const textOf = (page: string): string => readFileSync(join(ROOT, page), "utf8");
