import { createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { type Zones, zonesOf } from "../time/words.ts";
import { type Asking, asking } from "./asking.ts";
import { EMPTY, type Picture, Store } from "./store.ts";

export const StoreContext = createContext(new Store(queueMicrotask, Date.now));

/** What is known of the cluster, drawn anew when it changes. */
export function usePicture(): Picture {
  const store = useContext(StoreContext);
  const [picture, setPicture] = useState(store.picture);
  useEffect(() => {
    setPicture(store.picture);
    return store.subscribe(() => setPicture(store.picture));
  }, [store]);
  return picture ?? EMPTY;
}

/** The server's time, every so often while the page is seen. Milliseconds. */
export function useNow(everyMs = 1_000): number {
  const store = useContext(StoreContext);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) tick((count) => count + 1);
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return store.now();
}

/** The reader's zone, as the browser has it. */
export const readerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const ZonesContext = createContext<Zones>(zonesOf("UTC", "UTC"));

/** The zones that times are written in. */
export const useZones = (): Zones => useContext(ZonesContext);

/** What is asked for and what came of it: with an error stands the last that was known. */
export interface Loaded<T> {
  readonly value?: T | undefined;
  readonly error?: Error | undefined;
}

/**
 * Asks when key or version change, and once the cluster is back; what was there stays until the answer comes, unless
 * the key names another thing.
 */
export function useLoaded<T>(
  key: string,
  version: string,
  ask: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const { comebacks } = usePicture();
  const [loaded, setLoaded] = useState<Loaded<T> & { key: string }>({ key });
  const latest = useRef(ask);
  latest.current = ask;
  const running = useRef<Asking | undefined>(undefined);
  useEffect(() => {
    const own = asking<T>(
      (signal) => latest.current(signal),
      (settled) => setLoaded((before) => after(before.key === key ? before : {}, key, settled)),
    );
    running.current = own;
    return own.end;
  }, [key]);
  useEffect(() => running.current?.again(), [key, version, comebacks]);
  return loaded.key === key ? loaded : {};
}

function after<T>(
  { value }: Loaded<T>,
  key: string,
  settled: PromiseSettledResult<T>,
): Loaded<T> & { key: string } {
  if (settled.status === "fulfilled") return { key, value: settled.value };
  const reason: unknown = settled.reason;
  return { key, value, error: reason instanceof Error ? reason : new Error(String(reason)) };
}
