import type { RefusalView } from "../../model/wire.ts";
import { Ago } from "../parts/time.tsx";
import { taskHash } from "../route.ts";

/** What policies have refused lately. */
export function Refusals({ refusals, now }: { refusals: readonly RefusalView[]; now: number }) {
  return (
    <section class="panel" aria-label="Refused lately">
      <h2>Refused lately</h2>
      {refusals.length === 0 ? <p class="muted">Nothing.</p> : null}
      <ul class="notes">
        {refusals.map(({ namespace, name, at, policy, message }) => (
          <li key={`${namespace}/${name} ${at}`}>
            <a href={taskHash(namespace, name)}>
              {namespace}/{name}
            </a>{" "}
            <span class="muted">
              <Ago at={at} now={now} />
              {policy ? `, by ${policy}` : ""}
            </span>
            <p>{message}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
