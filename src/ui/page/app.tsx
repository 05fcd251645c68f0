import { useEffect, useMemo, useRef } from "preact/hooks";
import { useRoute } from "./navigate.ts";
import { List } from "./list/list.tsx";
import { Policies } from "./policies/policies.tsx";
import type { Route } from "./route.ts";
import { Schedules } from "./schedules/schedules.tsx";
import { Header } from "./shell/header.tsx";
import { Notice } from "./shell/notice.tsx";
import { readerZone, usePicture, ZonesContext } from "./store/use.ts";
import { Task } from "./task/task.tsx";
import { zonesOf } from "./time/words.ts";
import { Timeline } from "./timeline/timeline.tsx";

/** The whole page: its head, and the view that the address names. */
export function App() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = route.view === "task" ? `${route.namespace}/${route.name}` : route.view;
  const before = useRef(place);
  useEffect(() => {
    document.title = `${titleOf(route)} · BatchTask`;
    // A reader of the screen goes on where the new view begins; the first one begins at the top of the page.
    if (before.current !== place) main.current?.focus();
    before.current = place;
  }, [place]);
  const zone = usePicture().hello?.timeZone;
  const zones = useMemo(() => zonesOf(readerZone(), zone ?? readerZone()), [zone]);
  return (
    <ZonesContext.Provider value={zones}>
      <a class="skip" href={location.hash || "#/"} onClick={(event) => skip(event, main.current)}>
        Skip to the view
      </a>
      <Header route={route} />
      <Notice />
      <main ref={main} tabIndex={-1} class={`view-${route.view}`}>
        <View route={route} />
      </main>
    </ZonesContext.Provider>
  );
}

function View({ route }: { route: Route }) {
  switch (route.view) {
    case "timeline":
      return <Timeline query={route.query} />;
    case "list":
      return <List query={route.query} />;
    case "task":
      return <Task key={`${route.namespace}/${route.name}`} namespace={route.namespace} name={route.name} />;
    case "policies":
      return <Policies />;
    case "schedules":
      return <Schedules />;
  }
}

function titleOf(route: Route): string {
  if (route.view === "task") return route.name;
  return { timeline: "Timeline", list: "List", policies: "Guardrails", schedules: "Schedules" }[route.view];
}

function skip(event: Event, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}
