import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

/** What of a long list is drawn. */
export interface Drawn {
  readonly items: readonly VirtualItem[];
  /** Height of all, in pixels. */
  readonly height: number;
  readonly scrollTo: (index: number) => void;
}

interface Options {
  readonly count: number;
  /** Height of an element, in pixels. */
  readonly sizeOf: (index: number) => number;
  /** Changes where sizes do. */
  readonly sizes: string;
  readonly scroll: RefObject<HTMLElement | null>;
  /** Height of what sticks to the top, in pixels. */
  readonly top?: number;
}

/** Draws of a list what is in sight; TanStack's virtual core, for Preact. */
export function useVirtual({ count, sizeOf, sizes, scroll, top = 0 }: Options): Drawn {
  const [, redraw] = useState(0);
  const options = {
    count,
    getScrollElement: () => scroll.current,
    estimateSize: sizeOf,
    overscan: 6,
    // What sticks to the top has its place before the first element: what it covers is at the other end.
    scrollPaddingEnd: top,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw((times) => times + 1),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  // oxlint-disable-next-line no-underscore-dangle -- its own names for what a framework's adapter calls
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useEffect(() => virtualizer.measure(), [virtualizer, sizes]);
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
