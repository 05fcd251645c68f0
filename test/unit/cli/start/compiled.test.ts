import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { compiledCode } from "../../../../src/cli/start/compiled.ts";

const root = mkdtempSync(join(tmpdir(), "compiled-"));
afterAll(() => rmSync(root, { recursive: true }));

const uid = process.getuid?.();
const code = Buffer.from("compiled");
const kept = (name: string, options: { id?: string; verb?: string; uid?: number | undefined } = {}) =>
  compiledCode({ folder: join(root, name), id: "a", verb: "lint", uid, ...options });

test("what was written is read, for the same source and verb only, and by its user only", () => {
  expect(kept("own").read()).toBeUndefined();
  kept("own").write(code);
  expect(kept("own").read()).toEqual(code);
  expect(kept("own", { verb: "run" }).read()).toBeUndefined();
  expect(kept("own", { id: "b" }).read()).toBeUndefined();
  expect(kept("own", { uid: (uid ?? 0) + 1 }).read()).toBeUndefined();
  expect(statSync(join(root, "own")).mode & 0o777).toBe(0o700);
});

test("what others may write is not read", () => {
  kept("shared").write(code);
  const [file = ""] = readdirSync(join(root, "shared"));
  chmodSync(join(root, "shared", file), 0o620);
  expect(kept("shared").read()).toBeUndefined();
});

test("code of another source goes, that of another verb and a file of somebody else's stay", () => {
  kept("many").write(code);
  kept("many", { verb: "run" }).write(code);
  writeFileSync(join(root, "many", "notes"), "");
  expect(readdirSync(join(root, "many")).toSorted()).toEqual(["notes", "plugin-a-lint", "plugin-a-run"]);
  kept("many", { id: "b" }).write(code);
  expect(readdirSync(join(root, "many")).toSorted()).toEqual(["notes", "plugin-b-lint"]);
});

test("where nothing can be kept nothing is, and nobody is told", () => {
  writeFileSync(join(root, "file"), "");
  kept("file").write(code);
  expect(kept("file").read()).toBeUndefined();
  const nowhere = compiledCode({ folder: undefined, id: "a", verb: "", uid });
  nowhere.write(code);
  expect(nowhere.read()).toBeUndefined();
});
