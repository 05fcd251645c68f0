import { useRef } from "preact/hooks";
import { useKeys } from "../parts/keys.ts";

const KEYS: readonly (readonly [keys: string, text: string])[] = [
  ["/", "find tasks"],
  ["Tab", "to the next part of the page"],
  ["↑ ↓ ← →", "from task to task, and from run to run"],
  ["Enter", "open the task"],
  ["+ −", "zoom the timeline"],
  ["Shift ← →", "move the timeline; without Shift on its axis"],
  ["0", "back to now"],
  ["?", "these keys"],
];

/** The keys, in a dialog that ? opens. */
export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  useKeys(({ key }) => {
    if (key === "?") dialog.current?.showModal();
  });
  return (
    <>
      <button
        type="button"
        class="quiet keys-button"
        aria-label="Keys"
        title="Keys (?)"
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      <dialog ref={dialog} class="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">Keys</h2>
        <dl>
          {KEYS.map(([keys, text]) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <p class="muted">
          A wheel over the axis zooms, with Ctrl anywhere; with Shift, or by dragging, it moves.
        </p>
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  );
}
