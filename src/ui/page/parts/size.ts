import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** Inner width of an element in pixels, as it changes; of one that is hidden the one that it had. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const measure = () => setWidth((width) => target.clientWidth || width);
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return width;
}
