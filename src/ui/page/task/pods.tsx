import type { ContainerView, PodView } from "../../model/wire.ts";

export const NO_RIGHT = "You have no right to read pods here.";

/** The pods that are still there, with their containers. */
export function Pods({ pods, unread }: { pods: readonly PodView[]; unread: boolean }) {
  return (
    <section class="panel" aria-label="Pods">
      <h2>Pods</h2>
      {pods.length === 0 ? <p class="muted">{unread ? NO_RIGHT : "No pod of it is there."}</p> : null}
      <ul class="pods">
        {pods.map(({ name, node, phase, containers }) => (
          <li key={name}>
            <span class="pod">
              <code>{name}</code> <span>{phase}</span> {node ? <span class="muted">on {node}</span> : null}
            </span>
            <ul>
              {containers.map((container) => (
                <li key={container.name} class={isBad(container) ? "tone-bad" : undefined}>
                  <code>{container.name}</code> {wordsOf(container)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

const isBad = ({ exitCode = 0, reason }: ContainerView): boolean =>
  exitCode !== 0 || /BackOff|Err|OOM|Invalid/.test(reason ?? "");

function wordsOf({ state, reason, exitCode, restarts }: ContainerView): string {
  const parts = [state, reason === state ? undefined : reason];
  if (exitCode !== undefined) parts.push(`exit code ${exitCode}`);
  if (restarts > 0) parts.push(`restarted ${restarts === 1 ? "once" : `${restarts} times`}`);
  return parts.filter(Boolean).join(", ");
}
