import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Scrolling is written down once it has stood still for so long: some browsers count such writes. Milliseconds. */
const SETTLED_MS = 150;

/**
 * A text that belongs to the step in the browser's history: Back and a reload bring it back, a link to the same view
 * does not.
 */
export function useKept(name: string): [string | undefined, (value: string | undefined) => void] {
  const [value, setValue] = useState(() => keptOf(name));
  const keep = useCallback(
    (next: string | undefined) => {
      write(name, next);
      setValue(next);
    },
    [name],
  );
  return [value, keep];
}

/** Keeps how far an element is scrolled, and scrolls it there again once all is there. */
export function useKeptScroll(element: RefObject<HTMLElement | null>, whole: boolean): void {
  const wanted = useRef(Number(keptOf("scroll")));
  useLayoutEffect(() => {
    if (whole && wanted.current > 0 && element.current) element.current.scrollTop = wanted.current;
    if (whole) wanted.current = 0;
  }, [whole]);
  useEffect(() => {
    const target = element.current;
    let timer: number | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => write("scroll", String(target?.scrollTop ?? 0)), SETTLED_MS);
    };
    target?.addEventListener("scroll", later);
    return () => {
      clearTimeout(timer);
      target?.removeEventListener("scroll", later);
    };
  }, [element]);
}

function keptOf(name: string): string | undefined {
  const value = stateOf()[name];
  return typeof value === "string" ? value : undefined;
}

function write(name: string, value: string | undefined): void {
  history.replaceState({ ...stateOf(), [name]: value }, "");
}

function stateOf(): Readonly<Record<string, unknown>> {
  const state: unknown = history.state;
  return typeof state === "object" ? { ...state } : {};
}
