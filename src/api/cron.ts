import * as z from "zod";

const DESCRIPTORS = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** In RE2 and in every JavaScript alike: names of any case, without a flag. */
const anyCase = (name: string): string =>
  name.replace(/./g, (letter) => `[${letter.toUpperCase()}${letter}]`);

/** A field of cron: a list of `*`, values and ranges, each with a step if you like. */
function fieldPattern(number: string, names: readonly string[] = []): string {
  const value = `(${["0*", number].join("")}${names.map((name) => `|${anyCase(name)}`).join("")})`;
  const item = `([*?]|${value}(-${value})?)(/0*[1-9][0-9]*)?`;
  return `${item}(,${item})*`;
}

const FIELDS = [
  fieldPattern("[0-5]?[0-9]"),
  fieldPattern("(1?[0-9]|2[0-3])"),
  fieldPattern("([1-9]|[12][0-9]|3[01])"),
  fieldPattern("([1-9]|1[0-2])", MONTHS),
  fieldPattern("[0-6]", WEEKDAYS),
];

/** What the API server can say of a schedule. A range that ends before it begins, and 30 February, the operator tells. */
export const SCHEDULE_PATTERN = `^\\s*(${FIELDS.join("\\s+")}|${DESCRIPTORS.join("|")})\\s*$`;

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\")}'`;
const HAS_ZONE = `self.matches('^\\\\s*(CRON_)?TZ=')`;
const HAS_EVERY = `self.matches('^\\\\s*@every')`;

/** A cron expression, as a CronJob has it: its description is the user's own. */
export const cronSchema = z
  .string()
  .min(1)
  .max(128)
  .meta({
    "x-kubernetes-validations": [
      {
        rule: `!${HAS_ZONE}`,
        message: "a time zone does not belong here: leave it out, and write it into timeZone",
        reason: "FieldValueInvalid",
      },
      {
        rule: `!${HAS_EVERY}`,
        message:
          "@every counts from a start that nobody knows: write five fields, as 0 */2 * * * for every two hours",
        reason: "FieldValueInvalid",
      },
      {
        rule: `${HAS_ZONE} || ${HAS_EVERY} || self.matches(${quoted(SCHEDULE_PATTERN)})`,
        message:
          "no cron expression as a CronJob takes it: write minute (0-59), hour (0-23), day of month (1-31), month (1-12 or jan-dec) and day of week (0-6 or sun-sat), or @daily and the like",
        reason: "FieldValueInvalid",
      },
    ],
  });

/** A name of the IANA time zone database. The API server knows its own: an unknown one is an error of the expression. */
export const timeZoneSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/)
  .default("Etc/UTC")
  .meta({
    "x-kubernetes-validations": [
      {
        rule: "self.lowerAscii() != 'local' && timestamp('2026-01-01T00:00:00Z').getHours(self) >= 0",
        message: "no time zone of the IANA database: write one of its names, as Europe/Berlin or Etc/UTC",
        reason: "FieldValueInvalid",
      },
    ],
  });
