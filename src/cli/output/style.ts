import { styleText } from "node:util";
import type { Context, Output } from "../context.ts";

export type Paint = (text: string) => string;

/** Colours by their meaning. Each leaves its text as it is where no colour is wanted. */
export interface Style {
  good: Paint;
  bad: Paint;
  warning: Paint;
  /** Of less weight. */
  faint: Paint;
  strong: Paint;
}

type Colour = Parameters<typeof styleText>[0];

/** Colour only for a terminal, unless the environment or --no-color forbids it. */
export function isColoured(output: Output, context: Context, options: { color: boolean }): boolean {
  return output.isTerminal && context.colour && options.color;
}

/** The colours of what is written there. */
export function styleFor(output: Output, context: Context, options: { color: boolean }): Style {
  const on = isColoured(output, context, options);
  const paint = (colour: Colour): Paint => {
    return (text) => (on && text !== "" ? styleText(colour, text, { validateStream: false }) : text);
  };
  return {
    good: paint("green"),
    bad: paint("red"),
    warning: paint("yellow"),
    faint: paint("dim"),
    strong: paint("bold"),
  };
}
