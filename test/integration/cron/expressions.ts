/** Minute and hour, with how many times they come on a day. */
const TIMES: readonly [fields: string, aDay: number][] = [
  ["0 0", 1],
  ["30 0", 1],
  ["59 23", 1],
  ["0 2", 1],
  ["30 2", 1],
  ["0 3", 1],
  ["15 1", 1],
  ["0 0,12", 2],
  ["30 1-2", 2],
  ["10,20 2", 2],
  ["0,30 0-4", 10],
  ["5/25 12", 3],
  ["0 9-17/4", 3],
  ["0 1-23/2", 12],
  ["0-59/15 1-3", 12],
  ["*/20 2", 3],
  ["0 */2", 12],
  ["30 */6", 4],
  ["0 ?", 24],
  ["45 */3", 8],
  ["*/30 *", 48],
  ["*/7 *", 216],
  ["* 2", 60],
  ["* *", 1440],
];

const DAYS = [
  "* * *",
  "? * mon-fri",
  "1,15 * *",
  "31 * ?",
  "29 2 *",
  "*/10 * 1",
  "13 * fri",
  "1-7 MAR,apr,9-11 *",
  "*,5 * Sun",
];

/** What is compared. */
export interface Expression {
  text: string;
  /** It comes at most 24 times a day. */
  isSparse: boolean;
  /** With a `*` in minute or hour it goes on in real time over a change of the clock. */
  isRealTime: boolean;
}

export const EXPRESSIONS: readonly Expression[] = TIMES.flatMap(([times, aDay]) =>
  DAYS.map((days) => ({
    text: `${times} ${days}`,
    isSparse: aDay <= 24,
    isRealTime: /[*?]/.test(times),
  })),
);

/**
 * Changes at night, by an hour and by half of one, over a midnight and at one; for good, around a Ramadan, on both
 * halves of the globe; zones that keep their clock, at odd offsets.
 */
export const ZONES = [
  "Etc/UTC",
  "Asia/Kathmandu",
  "America/New_York",
  "Europe/Berlin",
  "Pacific/Auckland",
  "Australia/Lord_Howe",
  "America/Santiago",
  "America/Havana",
  "Atlantic/Azores",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Asia/Almaty",
] as const;
