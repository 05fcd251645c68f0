import { Empty } from "../parts/empty.tsx";
import { Failure } from "../parts/failure.tsx";
import { getPolicies } from "../store/api.ts";
import { useLoaded, useNow } from "../store/use.ts";
import { Exemptions } from "./exemptions.tsx";
import { Matrix } from "./matrix.tsx";
import { Refusals } from "./refusals.tsx";

/** What the guardrails would do to the tasks that are there. */
export function Policies() {
  const now = useNow(10_000);
  // What a policy would do is a rehearsal over all tasks: once a minute is enough.
  const { value, error } = useLoaded("policies", String(Math.floor(now / 60_000)), getPolicies);
  return (
    <article class="policies" aria-label="Guardrails">
      <h1>Guardrails</h1>
      {error ? <Failure error={error} title="The policies could not be read" /> : null}
      {!value && !error ? <p class="muted">Rehearsing the policies on the tasks that are there …</p> : null}
      {value && value.policies.length === 0 ? (
        <Empty title="No policy yet">
          <p>
            The bounds that are built in hold for every task. A BatchTaskPolicy sets those of a team;{" "}
            <code>deploy/policies</code> has some to begin with.
          </p>
        </Empty>
      ) : null}
      {value && value.policies.length > 0 ? <Matrix policies={value} /> : null}
      {value ? <Refusals refusals={value.refusals} now={now} /> : null}
      {value ? <Exemptions exemptions={value.exemptions} now={now} /> : null}
    </article>
  );
}
