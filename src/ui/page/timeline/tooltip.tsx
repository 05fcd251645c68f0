import { useLayoutEffect, useRef } from "preact/hooks";
import type { Told } from "./describe.ts";

/** What is pointed at, and where it is, in pixels of the window. */
export interface Pointing {
  readonly told: Told;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

const GAP = 8;

/** What a run's label says, for whoever sees. */
export function Tooltip({ pointing }: { pointing: Pointing | undefined }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box || !pointing) return;
    const { offsetWidth: width, offsetHeight: height } = box;
    const left = Math.min(innerWidth - width - GAP, Math.max(GAP, pointing.x - width / 2));
    const above = pointing.top - height - GAP;
    box.style.left = `${left}px`;
    box.style.top = `${above > GAP ? above : pointing.bottom + GAP}px`;
  }, [pointing]);
  if (!pointing) return null;
  const { title, lines } = pointing.told;
  return (
    <div class="tooltip" ref={element} aria-hidden="true">
      <strong>{title}</strong>
      <dl>
        {lines.map(([label, text]) => (
          <div key={label}>
            {label ? <dt>{label}</dt> : null}
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
