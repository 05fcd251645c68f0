import { useEffect, useRef } from "preact/hooks";

/** Where keys are typed or chosen with. */
const OWN_KEYS = "input, select, textarea, dialog";

/** Hears keys wherever the focus is, but where they are text, or meant for the browser or for a dialog. */
export function useKeys(hear: (event: KeyboardEvent) => void): void {
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(OWN_KEYS)) return;
      if (!document.querySelector("dialog[open]")) latest.current(event);
    };
    window.addEventListener("keydown", key);
    return () => window.removeEventListener("keydown", key);
  }, []);
}
