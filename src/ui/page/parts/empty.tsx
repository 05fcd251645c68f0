import type { ComponentChildren } from "preact";

/** Says why there is nothing to see, and what would change that. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <svg viewBox="0 0 120 48" width="120" height="48" aria-hidden="true">
        <path class="axis" d="M4 40H116" />
        <rect x="10" y="12" width="26" height="10" rx="5" />
        <rect x="46" y="12" width="34" height="10" rx="5" />
        <rect x="22" y="26" width="44" height="8" rx="4" />
        <path class="ahead" d="M96 12l5 5-5 5-5-5z" />
      </svg>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
