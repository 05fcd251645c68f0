import { useEffect, useState } from "preact/hooks";
import { hashOf, type Route, routeOf } from "./route.ts";

/** The route of the address, as it changes. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = () => setHash(location.hash);
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return routeOf(hash);
}

/** Goes to another address without a step in the history: a filter, a range. */
export function replaceHash(hash: string): void {
  if (hash === location.hash) return;
  history.replaceState(history.state, "", hash);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/**
 * Changes parts of the query of a view; undefined takes a part away. Nothing happens once the address names another
 * view: whoever has gone there must not be fetched back by what was still to be written.
 */
export function changeQuery(path: string, part: Readonly<Record<string, string | undefined>>): void {
  const [current] = location.hash.replace(/^#\/?/, "").split("?");
  if (current === path) replaceHash(hashOf(path, { ...routeOf(location.hash).query, ...part }));
}
