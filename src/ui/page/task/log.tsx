import { useEffect, useRef, useState } from "preact/hooks";
import type { LogEnd, LogLine, PodView } from "../../model/wire.ts";
import { logPath } from "../store/api.ts";

/** More lines than these are dropped, the oldest first. */
const MOST_LINES = 5_000;
/** Lines are drawn together, so often, in milliseconds. */
const DRAW_MS = 100;
/** Who is so close to the end of the log follows it, in pixels. */
const CLOSE_PX = 24;

interface Props {
  readonly namespace: string;
  readonly name: string;
  readonly pods: readonly PodView[];
}

/** The log of one container, as it is written. */
export function Log({ namespace, name, pods }: Props) {
  const sources = pods.flatMap((pod) => pod.containers.map(({ name }) => `${pod.name}/${name}`));
  const [chosen, choose] = useState<string>();
  const source = chosen !== undefined && sources.includes(chosen) ? chosen : sources[0];
  const { lines, end } = useLog(source === undefined ? undefined : pathOf(namespace, name, source));
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
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
      {source === undefined ? <p class="muted">No pod of it is there, and so no log.</p> : null}
      <div
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
          <div key={index}>{line || " "}</div>
        ))}
      </div>
      {end ? <p class="muted">{end}</p> : null}
    </section>
  );
}

function pathOf(namespace: string, name: string, source: string): string {
  const [pod = "", container = ""] = source.split("/");
  return logPath(namespace, name, { pod, container });
}

interface Read {
  readonly lines: readonly string[];
  /** What is said at its end. */
  readonly end?: string;
}

const NOTHING: Read = { lines: [] };

function useLog(path: string | undefined): Read {
  const [read, setRead] = useState<Read>(NOTHING);
  useEffect(() => {
    setRead(NOTHING);
    if (path === undefined) return undefined;
    let fresh: string[] = [];
    const draw = () => {
      if (fresh.length === 0) return;
      const more = fresh;
      fresh = [];
      setRead(({ lines, ...rest }) => ({ ...rest, lines: [...lines, ...more].slice(-MOST_LINES) }));
    };
    const timer = setInterval(draw, DRAW_MS);
    const stop = (end: string) => {
      source.close();
      draw();
      setRead((read) => ({ ...read, end }));
    };
    const source = new EventSource(path);
    source.addEventListener("line", ({ data }: MessageEvent<string>) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page's own server, of the same version
      fresh.push((JSON.parse(data) as LogLine).text);
    });
    source.addEventListener("end", ({ data }: MessageEvent<string>) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page's own server, of the same version
      stop((JSON.parse(data) as LogEnd).message ?? "The log has ended.");
    });
    source.addEventListener("error", () =>
      stop("The log broke off: the plugin, the cluster or the pod is away."),
    );
    return () => {
      clearInterval(timer);
      source.close();
    };
  }, [path]);
  return read;
}
