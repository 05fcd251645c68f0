import type { Span } from "../../model/wire.ts";

/** A line of text with its tones. */
export function Words({ spans }: { spans: readonly Span[] }) {
  return (
    <>
      {spans.map(({ text, tone }, index) =>
        tone === "code" ? (
          <code key={index}>{text}</code>
        ) : (
          <span key={index} class={tone ? `tone-${tone}` : undefined}>
            {text}
          </span>
        ),
      )}
    </>
  );
}
