import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PodView } from "../../model/wire.ts";
import { logPath } from "../store/api.ts";
import { NO_RIGHT } from "./pods.tsx";
import { useLog } from "./read-log.ts";

/** Who is so close to the end of the log follows it, in pixels. */
const CLOSE_PX = 24;

interface Props {
  readonly namespace: string;
  readonly name: string;
  readonly pods: readonly PodView[];
  /** They may not be read. */
  readonly unread: boolean;
}

/** The log of one container, as it is written. */
export function Log({ namespace, name, pods, unread }: Props) {
  const sources = pods.flatMap((pod) => pod.containers.map(({ name }) => `${pod.name}/${name}`));
  const [chosen, choose] = useState<string>();
  const source = chosen !== undefined && sources.includes(chosen) ? chosen : sources[0];
  const path = source === undefined ? undefined : pathOf(namespace, name, source);
  const { lines, dropped, end, again } = useLog(path);
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    follows.current = true;
  }, [path]);
  // Before the browser tells that it has scrolled, which would else be measured by lines that came since.
  useLayoutEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <section class="panel log" aria-label="Log">
      <div class="panel-head">
        <h2>Log</h2>
        {sources.length > 1 ? (
          <select
            aria-label="Container"
            value={source}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          >
            {sources.map((source) => (
              <option key={source} value={source}>
                {source}
              </option>
            ))}
          </select>
        ) : null}
        {source && end === undefined ? <span class="muted">follows</span> : null}
      </div>
      {source === undefined ? <p class="muted">{unread ? NO_RIGHT : whyNone(pods)}</p> : null}
      <div
        key={path}
        class="lines"
        ref={box}
        role="log"
        aria-label="Lines of the log"
        tabIndex={0}
        hidden={source === undefined}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < CLOSE_PX;
        }}
      >
        {lines.map((line, index) => (
          <div key={dropped + index}>{line || " "}</div>
        ))}
      </div>
      {end ? (
        <p class="end muted">
          {end}{" "}
          <button type="button" class="quiet" onClick={again}>
            Read again
          </button>
        </p>
      ) : null}
    </section>
  );
}

const whyNone = (pods: readonly PodView[]): string =>
  pods.length === 0
    ? "No pod of it is there, and so no log."
    : "No container of its pods has been made yet, and so there is no log.";

function pathOf(namespace: string, name: string, source: string): string {
  const [pod = "", container = ""] = source.split("/");
  return logPath(namespace, name, { pod, container });
}
