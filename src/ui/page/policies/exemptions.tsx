import type { ExemptionView } from "../../model/wire.ts";
import { Ago } from "../parts/time.tsx";

/** Who is exempt from what, and until when. */
export function Exemptions({ exemptions, now }: { exemptions: readonly ExemptionView[]; now: number }) {
  return (
    <section class="panel" aria-label="Exemptions">
      <h2>Exemptions</h2>
      {exemptions.length === 0 ? <p class="muted">None: every rule holds for every task it names.</p> : null}
      <ul class="notes">
        {exemptions.map(({ policy, selector, until, reason }) => (
          <li key={`${policy} ${selector} ${until}`}>
            <b>{policy}</b> <code>{selector}</code>{" "}
            <span class={Date.parse(until) < now ? "tone-bad" : "muted"}>
              {Date.parse(until) < now ? "ended " : "ends "}
              <Ago at={until} now={now} />
            </span>
            {reason ? <p>{reason}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
