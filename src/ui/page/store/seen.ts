/**
 * Does something while the page is seen, and ends it in the background: a browser opens six connections to one host,
 * for all its tabs.
 * @param begin returns what ends it
 * @returns ends it for good
 */
export function whileSeen(begin: () => () => void): () => void {
  const abort = new AbortController();
  let end: (() => void) | undefined;
  const look = () => {
    end?.();
    end = document.hidden ? undefined : begin();
  };
  document.addEventListener("visibilitychange", look, { signal: abort.signal });
  look();
  return () => {
    abort.abort();
    end?.();
  };
}
