import { parse, stringify } from "yaml";
import { z } from "zod";

const rulesSchema = z.strictObject({
  groups: z.array(
    z.looseObject({
      rules: z.array(z.looseObject({ alert: z.string(), expr: z.string(), for: z.string() })),
    }),
  ),
});

/** Seconds of each unit of Prometheus' durations that rules of ours have. */
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * A rule file of which durations alone are shorter, `factor` times: how long a rule has to hold, and how far an
 * expression looks back. What an expression compares stays, also where it is a number of seconds.
 * @throws for a duration that is no whole number of seconds then
 */
export function scaled(rules: string, factor: number): string {
  const { groups } = rulesSchema.parse(parse(rules));
  return stringify({
    groups: groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => ({
        ...rule,
        expr: rule.expr.replaceAll(
          /(\[|\boffset )(\d+[smhd])\b/g,
          (_, before: string, duration: string) => before + shorter(duration, factor),
        ),
        for: shorter(rule.for, factor),
      })),
    })),
  });
}

function shorter(duration: string, factor: number): string {
  const [, count, unit = ""] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const seconds = (Number(count) * (SECONDS[unit] ?? Number.NaN)) / factor;
  if (!Number.isInteger(seconds)) throw new Error(`${duration}, ${factor} times shorter, is ${seconds} s`);
  return `${seconds}s`;
}
