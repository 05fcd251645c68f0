import type { Route } from "../route.ts";
import { hashOf } from "../route.ts";
import { usePicture } from "../store/use.ts";
import { Connection } from "./connection.tsx";
import { Keys } from "./keys.tsx";

const VIEWS = [
  { view: "timeline", path: "", title: "Timeline" },
  { view: "list", path: "list", title: "List" },
  { view: "policies", path: "policies", title: "Guardrails" },
  { view: "schedules", path: "schedules", title: "Schedules" },
] as const;

/** Where one is, and whose cluster it is. */
export function Header({ route }: { route: Route }) {
  const { hello } = usePicture();
  const where = hello?.namespaces ? hello.namespaces.join(", ") : "all namespaces";
  return (
    <header>
      <a class="brand" href="#/" aria-label="BatchTask, to the timeline">
        <img src="favicon.svg" alt="" width="22" height="22" />
        <b>BatchTask</b>
      </a>
      <nav aria-label="Views">
        {VIEWS.map(({ view, path, title }) => (
          <a key={view} href={hashOf(path)} aria-current={route.view === view ? "page" : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div class="whose">
        {hello ? (
          <span
            class="context"
            title={`Context ${hello.context}, cluster ${hello.cluster}${hello.user ? `, as ${hello.user}` : ""}`}
          >
            <b>{hello.context}</b> <span class="muted">{where}</span>
          </span>
        ) : null}
        <Connection />
        <Keys />
      </div>
    </header>
  );
}
