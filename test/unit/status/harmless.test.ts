import fc from "fast-check";
import { expect, test } from "vitest";
import { harmless } from "../../../src/status/harmless.ts";

const CASES: [what: string, text: string, shown: string][] = [
  ["colours", "\x1b[1;31mred\x1b[0m", "red"],
  ["colours with colons", "\x1b[38:2::255:0:0mred\x1b[m", "red"],
  ["a colour of 8 bits", "\x9b31mred", "red"],
  ["a cursor that goes up, over what was there", "done\x1b[2A\x1b[K", "done"],
  ["a screen that is cleared", "\x1b[H\x1b[2J\x1bcgone", "gone"],
  ["a private mode", "\x1b[?1049h\x1b[>4;2mother screen", "other screen"],
  ["a title", "\x1b]0;my own title\x07text", "text"],
  ["a title that ST ends", "\x1b]2;title\x1b\\text", "text"],
  ["a title of 8 bits", "\x9d0;title\x9ctext", "text"],
  ["a link", "\x1b]8;;http://x\x1b\\click\x1b]8;;\x1b\\ here", "click here"],
  ["a clipboard that is written", "\x1b]52;c;cm0gLXJmIC8=\x07text", "text"],
  ["a device control string", "\x1bP+q544e\x1b\\text", "text"],
  ["an application program command", "\x1b_G payload\x1b\\text", "text"],
  ["another character set", "\x1b(0lqqk\x1b(B", "lqqk"],
  ["a title without an end, which hides nothing", "\x1b]0;title\nERROR: 1", "0;title\nERROR: 1"],
  ["a sequence that is cut off", "text\x1b[31", "text31"],
  ["a sequence within another", "\x1b\x1b[31m[31mred", "[31mred"],
  ["line ends of Windows, and bars that are drawn over", "10%\r20%\r\ndone\r", "10%\n20%\ndone\n"],
  ["line breaks of Unicode", "a\u2028b\u2029c", "a\nb\nc"],
  ["backspaces, bells and the rest", "a\b\x07\0\v\f\x7f\x85b", "ab"],
  ["text that runs the other way", "\u202egnp.exe\u202c \u2066a\u2069\u200e\u200f\u061c", "gnp.exe a"],
  ["a byte order mark", "\ufeffa", "a"],
  ["half a character", "a\ud83d", "a\ufffd"],
];
test.each(CASES)("%s", (_, text, shown) => {
  expect(harmless(text)).toBe(shown);
});

const PLAIN = "\tlet x = [1; 2]; // 100 % “quoted” — naïve, 日本語, \u05e9\u05dc\u05d5\u05dd, 👩‍💻\n";

test("plain text is as it was, in any script", () => {
  expect(harmless(PLAIN)).toBe(PLAIN);
});

const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex -- control characters are the matter here
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;

/** Parts of which sequences are made, in any order. */
const pieces = fc.constantFrom(
  ..."\x1b|\x9b|\x9d|\x90|\x9c|\x07|\\|]|[|P|0;t|31|m|?25h|(|B|\r|\n|\t|\u202e|\ufeff|\ud83d|\ude00|😀|a ".split(
    "|",
  ),
);
const anyText = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xff_ff })).map((units) => String.fromCharCode(...units)),
);

test("nothing that a terminal obeys comes through, and twice is as once", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = harmless(text);
      expect(shown).not.toMatch(FORBIDDEN);
      expect(shown.isWellFormed()).toBe(true);
      expect(harmless(shown)).toBe(shown);
    }),
    { numRuns: 2_000 },
  );
});

test("text without any of it is as it was", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      fc.pre(!FORBIDDEN.test(text) && text.isWellFormed());
      expect(harmless(text)).toBe(text);
    }),
  );
});

test("a long text takes no longer than its length asks for", () => {
  for (const part of ["\x1b]", "\x9d", "\x1b[", "\x1b[0;", "\x9b ", "\x1b ", "\r"]) {
    const started = performance.now();
    harmless(part.repeat(300_000));
    expect(performance.now() - started, JSON.stringify(part)).toBeLessThan(2_000);
  }
});
