import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { decoded } from "../../../../src/cli/input/encoding.ts";
import { runCli } from "../support/run-cli.ts";

const TEXT = "kind: BatchTask\nname: gr\u00fc\u00df \u{1f600}\n";
const le = Buffer.from(TEXT, "utf16le");
const be = Buffer.from(le).swap16();

test.each([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${TEXT}`)],
  ["UTF-16LE with one", Buffer.concat([Buffer.from([0xff, 0xfe]), le])],
  ["UTF-16BE with one", Buffer.concat([Buffer.from([0xfe, 0xff]), be])],
])("%s is read", (_, content) => {
  expect(decoded(content)).toBe(TEXT);
});

const REASON =
  "can't be read: it has NUL characters, as UTF-16 has without a byte order mark, and kubectl reads no such file: save it as UTF-8";

test.each([
  ["little", le],
  ["big", be],
])("UTF-16 of %s endian without a mark is refused with file, reason and fix", async (_, content) => {
  const folder = mkdtempSync(join(tmpdir(), "encoding-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "a.yaml"), content);
  const file = await runCli(["lint", "-f", "a.yaml"], { folder });
  expect(file).toEqual({ stdout: "", stderr: `error: a.yaml ${REASON}\n`, exitCode: 3 });
  const stdin = await runCli(["lint", "-f", "-"], { stdin: content });
  expect(stdin.stderr).toBe(`error: stdin ${REASON}\n`);
});

test("a task in UTF-16 from stdin is linted as any other", async () => {
  const yaml = (await runCli(["run", "a", "--image=b", "--dry-run=client", "-o", "yaml"])).stdout;
  const stdin = Buffer.from(`\ufeff${yaml}`, "utf16le");
  const { stdout, exitCode } = await runCli(["lint", "-f", "-"], { stdin });
  expect(stdout).toMatch(/^1 object checked: nothing/);
  expect(exitCode).toBe(0);
});
