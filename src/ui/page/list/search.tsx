import { useEffect, useRef, useState } from "preact/hooks";
import { changeQuery } from "../navigate.ts";
import type { Query } from "../route.ts";

/** The address follows once nothing was typed for so long, in milliseconds. */
const TYPED_MS = 120;

/** Looks for words in names, reasons and messages. The key / leads here. */
export function SearchBox({ path, query }: { path: string; query: Query }) {
  const asked = query["text"] ?? "";
  const [text, setText] = useState(asked);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => setText(asked), [asked]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text !== asked) changeQuery(path, { text: text || undefined });
    }, TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey)
        return;
      event.preventDefault();
      box.current?.focus();
    };
    window.addEventListener("keydown", key);
    return () => window.removeEventListener("keydown", key);
  }, []);
  return (
    <input
      ref={box}
      class="search"
      type="search"
      aria-label="Find tasks by name, reason or message"
      placeholder="Find tasks  /"
      value={text}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
    />
  );
}
