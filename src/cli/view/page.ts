import { harmless } from "../../status/harmless.ts";
import type { Style } from "../output/style.ts";
import { wrap } from "../output/wrap.ts";

/** Where a text of several sections is shown. */
export interface Page {
  style: Style;
  /** Width of the terminal; undefined: nothing is cut. */
  width: number | undefined;
  /** RFC 3339. */
  now: string;
}

const LABEL = 12;
/** To which sentences are wrapped where there is no terminal. */
export const WIDTH = 100;

/** One labelled text, made harmless and wrapped beside its label; nothing where there is no text. */
export function field(label: string, text: string | undefined, { width = WIDTH, style }: Page): string {
  const shown = harmless(text ?? "").trimEnd();
  if (shown === "") return "";
  const lines = wrap(shown, Math.max(20, width - LABEL - 2));
  return lines
    .map((line, at) =>
      `  ${at === 0 ? style.faint(label.padEnd(LABEL - 2)) : " ".repeat(LABEL - 2)}  ${line}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** Within the indentation. */
export const inner = ({ width }: Page): number | undefined => width && width - 2;
export const title = (text: string, { style }: Page): string => `${style.strong(text)}\n`;
export const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, "  ");

/** One text of a section, made harmless and wrapped. */
export function item(text: string, { width = WIDTH }: Page): string {
  const lines = wrap(harmless(text), Math.max(20, width - 4));
  return lines.map((line, at) => `${at === 0 ? "  " : "    "}${line}\n`).join("");
}
