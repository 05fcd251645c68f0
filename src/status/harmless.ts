/**
 * What terminals take for commands, in the grammar of ECMA-48 (5.4, 5.6, 8.3) and ISO 2022, with introducers of 7 or 8
 * bits: strings that are ended (OSC, DCS, SOS, PM, APC), control sequences, other escape sequences. Of a string that
 * nothing ends its introducer alone counts: a terminal would swallow all that comes after it.
 */
const SEQUENCES =
  // oxlint-disable-next-line no-control-regex -- control characters are the matter here
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\|\x9c)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;

const BREAKS = /\r\n?|[\u2028\u2029]/g;

/** Control characters but tab and newline, those that turn the direction of text, and the byte order mark. */
const UNSEEN = /(?![\t\n])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * A text of unknown origin as a terminal may show it: what would move its cursor, write its title or clipboard, colour
 * or reorder what stands around it is taken out. All line breaks become \n; tabs stay; half a character (a lone
 * surrogate) becomes U+FFFD. Pure, and idempotent.
 */
export function harmless(text: string): string {
  return text.replaceAll(SEQUENCES, "").replaceAll(BREAKS, "\n").replaceAll(UNSEEN, "").toWellFormed();
}
