/** Cells in columns of equal width. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const columns =
    rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(columns[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
