import { expect, test } from "vitest";
import { goalsChart } from "../../bench/report/chart.ts";
import type { Judgement } from "../../bench/report/judge.ts";

const summary = (min: number, median: number, max: number) => ({ min, median, max });
const value = { mode: "pods", subject: "batchtask", figure: "perSecond" } as const;

function judgement(fields: Partial<Judgement> & Pick<Judgement, "goal">): Judgement {
  return { reached: summary(1, 1, 1), floor: undefined, isMet: true, ...fields };
}

/** Where a value stands on the axis, from 470 (1/16) to 870 (16). */
const at = (power: number): string => (470 + ((power + 4) / 8) * 400).toFixed(1);

test("a least and a most stand the same way round: further right is better, 1 is the goal", () => {
  const svg = goalsChart([
    judgement({ goal: { what: "rate", value, atLeast: 2, unit: "×" }, reached: summary(2, 4, 8) }),
    judgement({
      goal: { what: "time", value, atMost: 100, unit: " ms" },
      reached: summary(50, 200, 400),
      floor: summary(50, 50, 50),
      isMet: false,
    }),
  ]);
  expect(svg).toContain(`<circle cx="${at(1)}" cy="77" r="5" fill="#1b7f3b"/>`);
  expect(svg).toContain(`<line x1="${at(0)}" x2="${at(2)}" y1="77"`);
  expect(svg).toContain(`<path d="M${at(-1)} `);
  expect(svg).toContain(`<line x1="${at(-2)}" x2="${at(1)}" y1="103"`);
  expect(svg).toContain(`<circle cx="${at(1)}" cy="103" r="5" fill="none"`);
});

test("a goal of nothing has no ratio, and what is off the axis stands at its end", () => {
  const svg = goalsChart([
    judgement({ goal: { what: "conflicts", value, atMost: 0, unit: "" } }),
    judgement({
      goal: { what: "a < b & c", value, atMost: 1, unit: "" },
      reached: summary(1000, 1000, 1000),
    }),
  ]);
  expect(svg).not.toContain("conflicts");
  expect(svg).toContain("a &lt; b &amp; c");
  expect(svg).toContain(`x1="${at(-4)}" x2="${at(-4)}" y1="77"`);
});
