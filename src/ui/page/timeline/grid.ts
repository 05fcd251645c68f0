import { useEffect, useRef, useState } from "preact/hooks";

/** Where the keyboard stands: a line, and in it the name (0) or a run (from 1). */
export interface Place {
  readonly line: number;
  readonly item: number;
}

export interface Roving {
  readonly place: Place;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocusIn: (event: FocusEvent) => void;
}

interface Options {
  readonly lines: number;
  /** How many runs a line has in sight. */
  readonly items: (line: number) => number;
  readonly scrollTo: (line: number) => void;
  readonly drawn: readonly { readonly index: number }[];
}

const PAGE = 10;

/** One stop of the tabulator for the whole grid; arrow keys go on from there. */
export function useRoving({ lines, items, scrollTo, drawn }: Options): Roving {
  const [asked, setPlace] = useState<Place>({ line: 0, item: 0 });
  const wanted = useRef<{ grid: Element; place: Place } | undefined>(undefined);
  const isDrawn = drawn.some(({ index }) => index === asked.line);
  const line = isDrawn || wanted.current ? Math.min(asked.line, lines - 1) : (drawn[0]?.index ?? 0);
  const place = { line, item: Math.min(asked.item, items(line)) };

  useEffect(() => {
    if (!wanted.current) return;
    const { grid, place } = wanted.current;
    const target = grid.querySelector<HTMLElement>(`[data-place="${place.line}.${place.item}"]`);
    if (!target) return;
    wanted.current = undefined;
    target.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    // Lines may have come in above it since it has the focus.
    const from = placeOf(event.target) ?? place;
    const next = moved(event.key, from, { lines, items: items(from.line) });
    if (!next) return;
    event.preventDefault();
    const grid = event.currentTarget;
    if (grid instanceof Element)
      wanted.current = { grid, place: { ...next, item: Math.min(next.item, items(next.line)) } };
    setPlace(next);
    scrollTo(next.line);
  };
  const onFocusIn = ({ target }: FocusEvent) => {
    const at = placeOf(target);
    if (at) setPlace(at);
  };
  return { place, onKeyDown, onFocusIn };
}

function placeOf(target: EventTarget | null): Place | undefined {
  const at = target instanceof Element ? target.getAttribute("data-place") : null;
  if (at === null) return undefined;
  const [line = 0, item = 0] = at.split(".").map(Number);
  return { line, item };
}

/** Where a key leads; nowhere for one that is not of the grid. */
export function moved(
  key: string,
  { line, item }: Place,
  size: { lines: number; items: number },
): Place | undefined {
  const to = (next: number): Place => ({ line: Math.max(0, Math.min(size.lines - 1, next)), item: 0 });
  switch (key) {
    case "ArrowDown":
      return { ...to(line + 1), item };
    case "ArrowUp":
      return { ...to(line - 1), item };
    case "ArrowRight":
      return { line, item: Math.min(size.items, item + 1) };
    case "ArrowLeft":
      return { line, item: Math.max(0, item - 1) };
    case "PageDown":
      return to(line + PAGE);
    case "PageUp":
      return to(line - PAGE);
    case "Home":
      return to(0);
    case "End":
      return to(size.lines - 1);
    default:
      return undefined;
  }
}
