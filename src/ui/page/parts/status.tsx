import type { Row } from "../../model/wire.ts";
import { markOfRow } from "../words.ts";
import { Glyph } from "./glyph.tsx";

/** Phase of a task with its mark; of one that waits for its next time how the latest run ended. */
export function Status({ row, brief = false }: { row: Row; brief?: boolean }) {
  const { phase, run } = row;
  const ended = phase === "Scheduled" && run?.outcome ? run.outcome : undefined;
  return (
    <span class="status">
      <Glyph mark={markOfRow(row)} />
      <span>{ended ?? phase}</span>
      {ended && !brief ? <span class="muted">scheduled</span> : null}
    </span>
  );
}
