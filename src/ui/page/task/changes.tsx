import type { GuardrailChange } from "../../model/wire.ts";
import { hashOf } from "../route.ts";

/** What the guardrails changed, and which policy says so. */
export function Changes({ changes }: { changes: readonly GuardrailChange[] }) {
  if (changes.length === 0) return null;
  return (
    <section class="panel" aria-label="What the guardrails changed">
      <h2>What the guardrails changed</h2>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Changed fields">
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Asked for</th>
              <th scope="col">In force</th>
              <th scope="col">By</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after, policy, rule }) => (
              <tr key={`${field} ${policy} ${rule}`}>
                <th scope="row">
                  <code>{field}</code>
                </th>
                <td>{before === undefined ? <span class="muted">nothing</span> : <del>{before}</del>}</td>
                <td>
                  <ins>{after}</ins>
                </td>
                <td>
                  <a href={hashOf("policies")}>{policy}</a> <span class="muted">{rule}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
