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
