import type { Section } from "../../model/wire.ts";
import { Words } from "./words.tsx";

/** The story: what explain says, part by part. The first one stands in front, in red where somebody is needed. */
export function Sections({ sections, bad }: { sections: readonly Section[]; bad: boolean }) {
  return (
    <div class="sections">
      {sections.map(({ title, lines }, index) => (
        <section
          key={`${index} ${title}`}
          class={classOf(lines, { first: index === 0, bad })}
          aria-label={title || "In short"}
        >
          {title ? <h2>{title}</h2> : null}
          {lines.map((line, number) => (
            <p key={number}>
              <Words spans={line} />
            </p>
          ))}
        </section>
      ))}
    </div>
  );
}

/** What is a table of text has need of the whole width. */
function classOf(lines: Section["lines"], { first, bad }: { first: boolean; bad: boolean }): string {
  if (first) return bad ? "panel first bad" : "panel first";
  return lines.some(([start]) => start?.tone === "code") ? "panel wide" : "panel";
}
