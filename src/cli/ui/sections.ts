import type { Section, Span, Tone } from "../../ui/model/wire.ts";
import type { Style } from "../output/style.ts";
import type { TaskView } from "../task/task-view.ts";
import { explainSections } from "../view/explain.ts";

/** So wide that no line is broken or cut: the page breaks lines itself. */
const WIDTH = 100_000;

/**
 * A mark is an escape character, a letter for the tone, and a full stop where the tone ends. Texts of others have no escape
 * character in them: they are made harmless before they are shown.
 */
const TONES: Readonly<Record<string, Tone>> = { g: "good", b: "bad", w: "warn", m: "muted", s: "strong" };
const mark = (letter: string) => (text: string) => (text === "" ? "" : `\x1b${letter}${text}\x1b.`);

const STYLE: Style = {
  good: mark("g"),
  bad: mark("b"),
  warning: mark("w"),
  faint: mark("m"),
  strong: mark("s"),
};

/** What `explain` says, as sections of spans. Pure. @param now RFC 3339 */
export function sectionsOf(view: TaskView, now: string): Section[] {
  const texts = explainSections(view, { style: STYLE, width: WIDTH, now });
  return texts.map(sectionOf).filter(({ title, lines }) => !TOLD_APART.test(title) && lines.length > 0);
}

/** The page has these as more than text: pods and runs as tables, and what to do next as commands to copy. */
const TOLD_APART = /^(?:Pods|Containers of .*|Earlier runs|Next)$/;

function sectionOf(text: string): Section {
  const [first = "", ...rest] = text.trimEnd().split("\n");
  const title = plain(first);
  const lines = rest.map((line) => line.replace(INDENT, ""));
  if (title === "Last events")
    return { title, lines: lines.map((line) => [{ text: plain(line), tone: "code" }]) };
  const told = title === "What the guardrails changed" ? lines.filter(isFilledIn) : lines;
  return { title, lines: told.map((line) => labelled(spansOf(line))) };
}

/** What was changed is in a table of the page's own; what was filled in is told in words. */
const isFilledIn = (line: string): boolean => / (?:filled|would fill) in: /.test(plain(line));

/** The page puts what stands beside a label where it belongs; the terminal does so by spaces. */
function labelled([label, text, ...more]: Span[]): Span[] {
  if (label?.tone !== "muted" || text === undefined)
    return [label, text, ...more].filter((one) => one !== undefined);
  return [{ ...label, text: label.text.trimEnd() }, { ...text, text: text.text.trimStart() }, ...more];
}

/** Of every line of a section. */
const INDENT = /^ {2}/;

// oxlint-disable-next-line no-control-regex -- it is the mark
const MARK = /\x1b([a-z.])/;

const plain = (line: string): string =>
  spansOf(line)
    .map(({ text }) => text)
    .join("");

function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let tone: Tone | undefined;
  // At odd places are the letters of marks.
  for (const [at, part] of line.split(MARK).entries()) {
    if (at % 2 === 1) tone = TONES[part];
    else if (part !== "") spans.push(tone === undefined ? { text: part } : { text: part, tone });
  }
  return spans;
}
