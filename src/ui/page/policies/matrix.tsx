import { useState } from "preact/hooks";
import type { Policies, PolicyCell } from "../../model/wire.ts";
import { taskHash } from "../route.ts";
import { plural } from "../words.ts";

/** Policies across, namespaces down: to how many tasks each does something. */
export function Matrix({ policies: { policies, cells } }: { policies: Policies }) {
  const [chosen, choose] = useState<string>();
  const namespaces = [...new Set(cells.map(({ namespace }) => namespace))].toSorted();
  const byKey = new Map(cells.map((cell) => [keyOf(cell), cell]));
  const cell = chosen === undefined ? undefined : byKey.get(chosen);
  return (
    <section class="panel" aria-label="What each policy does in each namespace">
      <h2>What each policy does in each namespace</h2>
      <p class="muted">
        A rehearsal on the tasks that are there now: how many it changes, and how many it would refuse.
      </p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Policies and namespaces">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">Namespace</th>
              {policies.map(({ name, mode }) => (
                <th key={name} scope="col">
                  {name}
                  <small class="muted">{mode}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {namespaces.map((namespace) => (
              <tr key={namespace}>
                <th scope="row">{namespace}</th>
                {policies.map(({ name: policy }) => {
                  const key = keyOf({ policy, namespace });
                  return (
                    <Cell
                      key={policy}
                      cell={byKey.get(key)}
                      pressed={key === chosen}
                      choose={() => choose(key === chosen ? undefined : key)}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {cell ? <Examples cell={cell} /> : null}
    </section>
  );
}

const keyOf = ({ policy, namespace }: { policy: string; namespace: string }): string =>
  `${policy}\n${namespace}`;

function Cell({
  cell,
  pressed,
  choose,
}: {
  cell: PolicyCell | undefined;
  pressed: boolean;
  choose: () => void;
}) {
  if (!cell) return <td class="muted">–</td>;
  const { tasks, changed, refused, policy, namespace } = cell;
  if (changed + refused === 0)
    return (
      <td>
        <span class="quiet-cell">{plural(tasks, "task")}, nothing to do</span>
      </td>
    );
  const words = [refused > 0 ? `${refused} refused` : "", changed > 0 ? `${changed} changed` : ""].filter(
    Boolean,
  );
  return (
    <td>
      <button
        type="button"
        class={refused > 0 ? "cell refused" : "cell changed"}
        aria-pressed={pressed}
        aria-label={`${policy} in ${namespace}: ${words.join(", ")} of ${plural(tasks, "task")}`}
        onClick={choose}
      >
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect class="all" width="100" height="6" />
          <rect class="refused" width={(100 * refused) / Math.max(1, tasks)} height="6" />
          <rect
            class="changed"
            x={(100 * refused) / Math.max(1, tasks)}
            width={(100 * changed) / Math.max(1, tasks)}
            height="6"
          />
        </svg>
        <span>{words.join(", ")}</span> <small class="muted">of {tasks.toLocaleString("en-GB")}</small>
      </button>
    </td>
  );
}

function Examples({ cell: { policy, namespace, examples } }: { cell: PolicyCell }) {
  return (
    <div class="examples" role="status">
      <h3>
        {policy} in {namespace}
      </h3>
      <ul>
        {examples.map(({ task, message }) => (
          <li key={`${task} ${message}`}>
            <a href={taskHash(namespace, task)}>{task}</a> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
