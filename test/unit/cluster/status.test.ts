import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { up } from "../../cluster/index.ts";
import { statusLines } from "../../cluster/status.ts";
import { fakeKind } from "./kind/support/fake-kind.ts";

test("tells the clusters of kind, with who can use them", async () => {
  const { environment, leave, path } = fakeKind();
  expect(await statusLines(environment)).toEqual(["No cluster."]);
  await up({ environment, name: "mine", nodes: { real: true } });
  leave("half");
  const note = path("half.kubeconfig.making");
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, "");
  leave("other");
  expect(await statusLines(environment)).toEqual([
    "half: of kind, node half-control-plane",
    '  half made, or being made; "up" makes it anew, "down" removes it',
    "mine: of kind, node mine-control-plane",
    `  export KUBECONFIG=${path("mine.kubeconfig")}`,
    "other: of kind, node other-control-plane",
    '  not made here; "up --name other" uses it, "down --name other" removes it',
  ]);
});
