import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lineOf, look, summaryOf } from "../../cross/made.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "batchtask-made-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A file that begins as a program of this `e_machine` does. */
function program(name: string, machine: number): string {
  const bytes = Buffer.alloc(64);
  bytes.write("\x7fELF", "latin1");
  bytes.writeUInt16LE(machine, 18);
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

test.each([
  ["arm64", 183, true],
  ["x64", 62, true],
  ["arm64", 62, false],
  ["x64", 183, false],
])("a program for %s whose header has e_machine %i: right is %s", (arch, machine, isRight) => {
  expect(look(program("some", machine), arch).isRight).toBe(isRight);
});

test("what is no program is not right, and said", () => {
  const file = join(folder, "text");
  writeFileSync(file, "#!/bin/sh\n");
  const made = look(file, "arm64");
  expect([made.isRight, lineOf(made)]).toEqual([
    false,
    expect.stringMatching(/^text .*no program {2}WRONG$/),
  ]);
});

test("the summary counts what is right and what is wrong", () => {
  const made = [look(program("right", 183), "arm64"), look(program("wrong", 62), "arm64")];
  expect(summaryOf(made, "arm64", 61_400)).toBe("1 programs are for arm64 by their header, 1 are not; 61 s.");
});
