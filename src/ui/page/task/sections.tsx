import type { Section } from "../../model/wire.ts";
import { Words } from "./words.tsx";

/** The story: what explain says, part by part. The first one stands in front. */
export function Sections({ sections }: { sections: readonly Section[] }) {
  return (
    <div class="sections">
      {sections.map(({ title, lines }, index) => (
        <section
          key={`${index} ${title}`}
          class={index === 0 ? "panel first" : "panel"}
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
