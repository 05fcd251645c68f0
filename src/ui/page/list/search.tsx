import { useEffect, useRef, useState } from "preact/hooks";
import { changeQuery } from "../navigate.ts";
import { useKeys } from "../parts/keys.ts";
import type { Query } from "../route.ts";

/** The address follows once nothing was typed for so long, in milliseconds. */
const TYPED_MS = 120;

/** Looks for words in names, reasons and messages. The key / leads here. */
export function SearchBox({ path, query }: { path: string; query: Query }) {
  const asked = query["text"] ?? "";
  const [text, setText] = useState(asked);
  const box = useRef<HTMLInputElement>(null);
  const written = useRef(asked);
  // What the box itself has written comes back when more may have been typed.
  useEffect(() => {
    if (asked !== written.current) setText(asked);
    written.current = asked;
  }, [asked]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text === written.current) return;
      written.current = text;
      changeQuery(path, { text: text || undefined });
    }, TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useKeys((event) => {
    if (event.key !== "/") return;
    event.preventDefault();
    box.current?.focus();
  });
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
