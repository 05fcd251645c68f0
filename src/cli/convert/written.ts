import { jsonText } from "../../kube/json.ts";
import type { Document, ToStringOptions } from "yaml";
import { isJson, jsonStream } from "../input/json-stream.ts";

/** A document's part of a file, from the mark that begins it to the next one. */
export interface Chunk {
  source: string;
  /** Offsets in the file. */
  start: number;
  end: number;
}

/** The text of each document: a mark at the start of a line begins the next, wherever it is (YAML 1.1, 4.3.4). */
export function chunksOf(text: string): Chunk[] {
  const marks = [...text.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index);
  const starts = [...new Set([0, ...(jsonStream(text)?.starts ?? []), ...marks])].toSorted((a, b) => a - b);
  return starts.map((start, at) => {
    const end = starts[at + 1] ?? text.length;
    return { source: text.slice(start, end), start, end };
  });
}

/**
 * A document that was changed, laid out as its source is, with the marks around it and its line ends.
 * @throws what the library throws where an alias has lost its anchor
 */
export function written(document: Document, source: string): string {
  if (/^\s*\{/.test(source) && isJson(source)) return `${jsonText(document.toJS(), 2)}\n`;
  const isMarked = source.startsWith("---");
  // What stands before the mark is of the chunk before, and stays there.
  if (isMarked) document.commentBefore = null;
  const body = document.toString({ ...layoutOf(source), directives: false });
  const text = `${isMarked ? "---\n" : ""}${body.slice(0, END.exec(body)?.index)}`;
  const lines = /^[^\n]*\r\n/.test(source) ? text.replaceAll(/\r?\n/g, "\r\n") : text;
  return lines + afterEnd(source);
}

const END = /^\.\.\.(?=\s|$)/m;

/** From the mark that ends a document on: comments and directives of the next one. */
function afterEnd(source: string): string {
  const mark = END.exec(source);
  return mark ? source.slice(mark.index) : "";
}

/** How a text is laid out, so that what is written again looks the same. */
export function layoutOf(text: string): ToStringOptions {
  const indent = /^[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*( +)\S/m.exec(text)?.[1]
    ?.length;
  return {
    lineWidth: 0,
    indent: indent !== undefined && indent <= 8 ? indent : 2,
    indentSeq: !/^( *)(?:- )*[^\s#-][^\n]*:[ \t]*\n(?:[ \t]*#[^\n]*\n)*\1- /m.test(text),
    flowCollectionPadding: !/[{[][^\s{}[\]]/.test(text),
  };
}
