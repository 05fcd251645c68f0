import { useRef, useState } from "preact/hooks";
import { type Action, ACTIONS, type Detail } from "../../model/wire.ts";
import { act, ApiError } from "../store/api.ts";

interface Words {
  readonly button: string;
  /** What it does, which is asked for confirmation. */
  readonly does: string;
}

/** As the plugin's verbs say it. */
const WORDS: Readonly<Record<Action, Words>> = {
  rerun: {
    button: "Rerun",
    does: "runs it once more, with all indexes; where a run goes on, the next one starts once it has ended",
  },
  suspend: {
    button: "Suspend",
    does: "stops its pods until it is resumed; of one on a schedule no time counts meanwhile",
  },
  resume: {
    button: "Resume",
    does: "lets it go on; times of a schedule that came meanwhile are not made up for",
  },
  cancel: { button: "Cancel", does: "ends it: deletes the task, its Job and its pods" },
};

interface Told {
  readonly text: string;
  readonly bad: boolean;
}

/** What can be done to the task by whoever looks; what the cluster does not allow is not offered. */
export function Actions({ detail, done }: { detail: Detail; done: () => void }) {
  const [asked, ask] = useState<Action>();
  const [told, tell] = useState<Told>();
  const [busy, setBusy] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const { namespace, name } = detail.row;
  const offered = ACTIONS.filter((action) => detail.allowed[action].allowed);

  const confirm = async (action: Action) => {
    setBusy(true);
    try {
      tell({ text: (await act(detail.row, action)).message, bad: false });
      done();
    } catch (error) {
      const hint = error instanceof ApiError && error.hint ? `. ${error.hint}` : "";
      tell({ text: `${error instanceof Error ? error.message : String(error)}${hint}`, bad: true });
    } finally {
      setBusy(false);
      dialog.current?.close();
      // The button that was pressed may be offered no longer: the keyboard goes on from here.
      box.current?.focus();
    }
  };
  const open = (action: Action) => {
    ask(action);
    dialog.current?.showModal();
  };
  return (
    <div class="actions" ref={box} tabIndex={-1}>
      {offered.map((action) => (
        <button
          key={action}
          type="button"
          class={`action-${action}`}
          disabled={busy}
          onClick={() => open(action)}
        >
          {WORDS[action].button}
        </button>
      ))}
      <p class={told?.bad ? "told tone-bad" : "told"} role="status">
        {told?.text}
      </p>
      <dialog ref={dialog} aria-labelledby="confirm-title">
        {asked ? (
          <>
            <h2 id="confirm-title">
              {WORDS[asked].button} {name}?
            </h2>
            <p>
              This {WORDS[asked].does}. <span class="muted">Namespace {namespace}.</span>
            </p>
            <div class="choice">
              <button type="button" onClick={() => dialog.current?.close()}>
                Back
              </button>
              <button
                type="button"
                class={asked === "cancel" ? "danger" : "primary"}
                disabled={busy}
                onClick={() => void confirm(asked)}
              >
                {WORDS[asked].button}
              </button>
            </div>
          </>
        ) : (
          <h2 id="confirm-title">Nothing to confirm</h2>
        )}
      </dialog>
    </div>
  );
}
