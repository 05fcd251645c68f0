import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { down, up } from "../../../cluster/index.ts";
import { statusLines } from "../../../cluster/status.ts";
import { fakeKind } from "./support/fake-kind.ts";

test("removes what kind has by this name, though no file tells of it, and nothing else", async () => {
  const { environment, leave, runs } = fakeKind();
  leave("mine");
  leave("other");
  expect(await down({ environment, name: "mine" })).toBe(true);
  expect([runs("mine"), runs("other")]).toEqual([false, true]);
  expect(await down({ environment, name: "mine" })).toBe(false);
});

test("leaves no file of a cluster that has gone by itself, half made or whole", async () => {
  const { environment, path, setDocker } = fakeKind();
  const files = ["mine.kubeconfig", "mine.kubeconfig.making"].map(path);
  mkdirSync(dirname(path("mine")), { recursive: true });
  for (const file of files) writeFileSync(file, "");
  expect(await down({ environment, name: "mine" })).toBe(false);
  expect(files.filter((file) => existsSync(file))).toEqual([]);
  setDocker(false);
  expect(await statusLines(environment)).toEqual(["No cluster."]);
});

test("says that it can't know where Docker no longer answers", async () => {
  const { environment, setDocker, runs } = fakeKind();
  await up({ environment, name: "mine", nodes: { real: true } });
  setDocker(false);
  const said: string[] = [];
  const report = (line: string) => said.push(line);
  expect(await down({ environment, name: "mine", report })).toBe(false);
  expect(said.join("\n")).toMatch(/^A kind cluster mine was made here. Docker or kind doesn't answer/);
  expect(await statusLines(environment)).toEqual([
    "mine: of kind; Docker or kind doesn't answer, so that nobody says whether it is there",
  ]);
  setDocker(true);
  expect(await down({ environment, name: "mine" })).toBe(true);
  expect([runs("mine"), await statusLines(environment)]).toEqual([false, ["No cluster."]]);
});
