import type { Change, Hello, Rows, State } from "../../model/wire.ts";
import { whileSeen } from "./seen.ts";
import type { Store } from "./store.ts";

/** After this long without an answer the stream is opened anew, in milliseconds. */
const RETRY_MS = 2_000;

/** Follows the cluster while the page is seen; in the background it holds no connection. */
export function follow(store: Store): void {
  // Until it is seen for the first time.
  store.connection("closed");
  whileSeen(() => connect(store));
}

function connect(store: Store): () => void {
  const abort = new AbortController();
  let source: EventSource | undefined;
  let retry: number | undefined;

  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    source = new EventSource("api/stream");
    listen(source, store);
    source.addEventListener("error", () => {
      close();
      store.connection("lost", "kubectl batchtask ui does not answer");
      retry = window.setTimeout(open, RETRY_MS);
    });
  };
  window.addEventListener("online", open, { signal: abort.signal });
  store.connection("opening");
  open();
  return () => {
    abort.abort();
    close();
    store.connection("closed");
  };
}

function listen(source: EventSource, store: Store): void {
  const on = (event: string, take: (data: never) => void) =>
    source.addEventListener(event, ({ data }: MessageEvent<string>) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page's own server, of the same version
      take(JSON.parse(data) as never);
    });
  on("hello", (hello: Hello) => store.hello(hello));
  on("rows", (rows: Rows) => store.rows(rows));
  on("change", (change: Change) => store.change(change));
  on("state", (state: State) => store.state(state));
}
