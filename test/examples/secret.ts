import { readFile } from "node:fs/promises";
import type { Stage } from "./stage.ts";

/** Where a secret value shows although it must not: statuses, Jobs, events, the operator's log. */
export async function findSecret(
  { kubectl }: Pick<Stage, "kubectl">,
  value: string,
  logFile: string,
): Promise<string[]> {
  const places = ["batchtasks", "jobs", "events"];
  const texts = await Promise.all(
    places.map(async (place) => (await kubectl(["get", place, "-o", "yaml"])).stdout),
  );
  const all = [
    ...places.map((place, n) => [place, texts[n] ?? ""] as const),
    ["the operator's log", await readFile(logFile, "utf8")] as const,
  ];
  return all.filter(([, text]) => text.includes(value)).map(([place]) => place);
}
