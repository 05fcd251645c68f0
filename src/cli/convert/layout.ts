import type { ToStringOptions } from "yaml";

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
