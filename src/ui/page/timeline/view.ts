import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import {
  around,
  panned,
  type Range,
  rangeFrom,
  rangeText,
  SPANS,
  spanOf,
  spanText,
  zoomed,
} from "../time/range.ts";

/** Which part of the time axis is shown: one that goes along with now, or one that stays. */
type View = { readonly follow: number } | { readonly fixed: Range };

export interface Axis {
  readonly range: Range;
  readonly following: boolean;
  /** Name of the button that fits, if one does. */
  readonly span: string | undefined;
  readonly pan: (part: number) => void;
  /** @param at a part of the width; default: now while it follows, else the middle */
  readonly zoom: (factor: number, at?: number) => void;
  readonly show: (span: string) => void;
  readonly toNow: () => void;
}

const DEFAULT_SPAN = "24h";
/** The address follows once the axis has stood still for so long, in milliseconds. */
const SETTLED_MS = 300;

/** The axis that the address names, and what moves it. `keep` writes it into the address. */
export function useAxis(
  asked: string | undefined,
  now: number,
  keep: (text: string | undefined) => void,
): Axis {
  const [view, setView] = useState<View>(() => viewOf(asked, now));
  const range = "fixed" in view ? view.fixed : around(now, view.follow);
  const latest = useRef({ range, view });
  latest.current = { range, view };
  const mine = useRef(asked);
  const write = useRef(keep);
  write.current = keep;

  useEffect(() => {
    if (asked !== mine.current) setView(viewOf(asked, now));
    mine.current = asked;
  }, [asked]);
  useEffect(() => {
    const timer = setTimeout(() => {
      mine.current = textOf(view);
      write.current(mine.current);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [view]);

  const pan = useCallback((part: number) => setView({ fixed: panned(latest.current.range, part) }), []);
  const zoom = useCallback((factor: number, at?: number) => {
    const { range, view } = latest.current;
    const following = "follow" in view && at === undefined;
    const next = zoomed(range, factor, at ?? 0.5);
    setView(following ? { follow: spanOf(next) } : { fixed: next });
  }, []);
  const show = useCallback(
    (span: string) => setView({ follow: SPANS[span] ?? spanOf(latest.current.range) }),
    [],
  );
  const toNow = useCallback(() => setView({ follow: spanOf(latest.current.range) }), []);
  const span = Object.keys(SPANS).find((name) => Math.abs((SPANS[name] ?? 0) - spanOf(range)) < 1_000);
  return { range, following: "follow" in view, span, pan, zoom, show, toNow };
}

function viewOf(asked: string | undefined, now: number): View {
  const found = rangeFrom(asked, now);
  if (found === undefined) return { follow: SPANS[DEFAULT_SPAN] ?? 0 };
  return found.span === undefined ? { fixed: found.range } : { follow: spanOf(found.range) };
}

function textOf(view: View): string | undefined {
  if ("fixed" in view) return rangeText(view.fixed);
  const name = spanText(view.follow);
  return name === DEFAULT_SPAN ? undefined : name;
}
