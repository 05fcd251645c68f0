import type { Connection as Kind } from "../store/store.ts";
import { usePicture } from "../store/use.ts";

const WORDS: Readonly<Record<Kind, string>> = {
  opening: "Connecting",
  live: "Live",
  away: "Cluster away",
  lost: "Disconnected",
  closed: "Paused",
};

/** Whether what is shown is what is. */
export function Connection() {
  const { connection } = usePicture();
  return (
    <span class={`connection ${connection}`} role="status">
      <span class="dot" aria-hidden="true" />
      {WORDS[connection]}
    </span>
  );
}
