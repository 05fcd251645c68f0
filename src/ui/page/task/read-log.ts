import { useCallback, useEffect, useState } from "preact/hooks";
import type { LogEnd, LogLine } from "../../model/wire.ts";
import { whileSeen } from "../store/seen.ts";

/** More lines than these are dropped, the oldest first. */
const MOST_LINES = 5_000;
/** Lines are drawn together, so often, in milliseconds. */
const DRAW_MS = 100;

interface Read {
  readonly lines: readonly string[];
  /** How many lines before these are no longer kept. */
  readonly dropped: number;
  /** What is said at its end. */
  readonly end?: string;
}

const NOTHING: Read = { lines: [], dropped: 0 };

/** What a log says, as it is written. While the page is not seen it is not read, and anew after that. */
export function useLog(path: string | undefined): Read & { readonly again: () => void } {
  const [read, setRead] = useState<Read>(NOTHING);
  const [asked, ask] = useState(0);
  useEffect(() => {
    setRead(NOTHING);
    if (path === undefined) return undefined;
    let isOver = false;
    const add = (more: More, isFirst: boolean) => {
      isOver = more.end !== undefined;
      setRead((read) => added(isFirst ? NOTHING : read, more));
    };
    return whileSeen(() => (isOver ? () => undefined : follow(path, add)));
  }, [path, asked]);
  const again = useCallback(() => ask((times) => times + 1), []);
  return { ...read, again };
}

interface More {
  readonly lines: readonly string[];
  readonly end: string | undefined;
}

/** Tells what comes, until it ends or is ended by what is returned. */
function follow(path: string, tell: (more: More, isFirst: boolean) => void): () => void {
  const source = new EventSource(path);
  let lines: string[] = [];
  let isFirst = true;
  const draw = (end?: string) => {
    if (lines.length === 0 && end === undefined) return;
    tell({ lines, end }, isFirst);
    lines = [];
    isFirst = false;
  };
  const timer = setInterval(draw, DRAW_MS);
  const close = () => {
    clearInterval(timer);
    source.close();
  };
  const stop = (end: string) => {
    close();
    draw(end);
  };
  source.addEventListener("line", ({ data }: MessageEvent<string>) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page's own server, of the same version
    lines.push((JSON.parse(data) as LogLine).text);
  });
  source.addEventListener("end", ({ data }: MessageEvent<string>) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page's own server, of the same version
    stop((JSON.parse(data) as LogEnd).message ?? "The log has ended.");
  });
  source.addEventListener("error", () =>
    stop("The log broke off: the plugin, the cluster or the pod is away."),
  );
  return close;
}

function added(read: Read, { lines, end }: More): Read {
  const all = [...read.lines, ...lines];
  const kept = all.slice(-MOST_LINES);
  return {
    lines: kept,
    dropped: read.dropped + all.length - kept.length,
    ...(end !== undefined && { end }),
  };
}
