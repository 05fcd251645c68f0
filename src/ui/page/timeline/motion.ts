import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Axis } from "./view.ts";

interface Lanes {
  /** Where the lanes begin and how wide they are, in pixels of the window. */
  readonly left: number;
  readonly width: number;
}

/** A drag begins once the pointer has gone so far, in pixels; less is a click. */
const DRAG_PX = 5;
const ZOOM_PER_PIXEL = 0.0016;

/** Wheel, drag and pinch on the element move the axis. A plain wheel zooms over the axis and scrolls elsewhere. */
export function useMotion(element: RefObject<HTMLElement | null>, axis: Axis, lanesOf: () => Lanes): void {
  const { pan, zoom } = axis;
  const lanes = useRef(lanesOf);
  lanes.current = lanesOf;
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const abort = new AbortController();
    const { signal } = abort;
    target.addEventListener("wheel", (event) => wheel(event, { pan, zoom }, lanes.current()), {
      passive: false,
      signal,
    });
    drag(target, { pan, zoom }, () => lanes.current(), signal);
    return () => abort.abort();
  }, [element, pan, zoom]);
}

type Moves = Pick<Axis, "pan" | "zoom">;

function wheel(event: WheelEvent, { pan, zoom }: Moves, { left, width }: Lanes): void {
  const onAxis = event.target instanceof Element && event.target.closest(".axis, .load") !== null;
  const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
  if (event.ctrlKey || event.metaKey || (onAxis && Math.abs(event.deltaY) > Math.abs(sideways))) {
    event.preventDefault();
    const at = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return zoom(Math.exp(event.deltaY * ZOOM_PER_PIXEL), at);
  }
  if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) {
    event.preventDefault();
    pan(sideways / width);
  }
}

/** One pointer drags, two pinch. */
function drag(target: HTMLElement, { pan, zoom }: Moves, lanesOf: () => Lanes, signal: AbortSignal): void {
  const pointers = new Map<number, number>();
  let from = 0;
  let dragged = false;
  const end = ({ pointerId }: PointerEvent) => {
    pointers.delete(pointerId);
    target.classList.remove("dragging");
  };
  const move = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    // It was let go where nobody told so: outside of the window.
    if (event.buttons === 0) return end(event);
    if (!dragged && Math.abs(event.clientX - from) < DRAG_PX) return;
    if (!dragged) target.setPointerCapture(event.pointerId);
    dragged = true;
    target.classList.add("dragging");
    const { left, width } = lanesOf();
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) pan((before - event.clientX) / width);
    else zoom(pinched(other - before, other - event.clientX), ((other + event.clientX) / 2 - left) / width);
    pointers.set(event.pointerId, event.clientX);
  };
  target.addEventListener(
    "pointerdown",
    (event) => {
      // The first of a touch, and any of a mouse: one that ended elsewhere has not said so.
      if (event.isPrimary) {
        pointers.clear();
        [from, dragged] = [event.clientX, false];
      }
      const isOnAxis = event.target instanceof Element && event.target.closest(".lane, .axis, .load");
      if (event.button !== 0 || !isOnAxis) return;
      pointers.set(event.pointerId, event.clientX);
    },
    { signal },
  );
  target.addEventListener("pointermove", move, { signal });
  target.addEventListener("pointerup", end, { signal });
  target.addEventListener("pointercancel", end, { signal });
  // What a drag ends on was not meant. A key's click has no detail.
  target.addEventListener("click", (event) => dragged && event.detail > 0 && stop(event), {
    capture: true,
    signal,
  });
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

const pinched = (before: number, after: number): number =>
  Math.min(2, Math.max(0.5, Math.abs(before) / Math.max(1, Math.abs(after))));
