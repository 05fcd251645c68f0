import type { Detail } from "../../model/wire.ts";
import { Command } from "../parts/copy.tsx";

/** What to do now. */
export function Next({ next }: { next: Detail["next"] }) {
  if (!next.text && next.commands.length === 0) return null;
  return (
    <section class="panel next" aria-label="What to do now">
      <h2>What to do now</h2>
      {next.text ? <p>{next.text}</p> : null}
      {next.commands.map((command) => (
        <Command key={command} text={command} />
      ))}
    </section>
  );
}
