import { celLet } from "../cel-change.ts";
import { celIsFilledIn } from "../text/changed.ts";

/**
 * boundPair in CEL, step for step and in its words, for one policy. Quantities are texts, and '' is none. `holder` is an
 * item of variables.clampHolders, `pair` one of variables.clampPairs.
 */
const above = (a: string, b: string): string =>
  `(${a} != '' && ${b} != '' && quantity(${a}).isGreaterThan(quantity(${b})))`;

const lower = (value: string, to: string): string => `(${above(value, to)} ? ${to} : ${value})`;

const within = (value: string, kind: "request" | "limit"): string => {
  const [min, max] = [`pair.${kind}Min`, `pair.${kind}Max`];
  return `(${value} == '' ? '' : ${above(value, max)} ? ${max} : ${above(min, value)} ? ${min} : ${value})`;
};

const isZero = (value: string): string =>
  `(${value} != '' && quantity(${value}).compareTo(quantity('0')) == 0)`;

/** A value that another policy has filled in gives way to a lower default. */
const own = (kind: "request" | "limit"): string => {
  const value = `holder.${kind}s[pair.name]`;
  const text = `string(${value})`;
  const isOthers = celIsFilledIn(`holder.path + '.${kind}s.' + pair.name`, value);
  const gives = `${above(text, `pair.${kind}Default`)} && ${isOthers}`;
  return `(pair.name in holder.${kind}s && !(${gives}) ? ${text} : '')`;
};

const MOST = "(pair.unlimited ? pair.limitMax : '')";
const START = `(pair.unlimited && ${MOST} != '' && ${isZero("pair.limitDefault")} ? ${MOST} : pair.limitDefault != '' ? pair.limitDefault : ${MOST})`;
const FILLED_REQUEST = `[pair.requestDefault != '' ? pair.requestDefault : pair.requestMin].map(v, ${within("v", "request")})[0]`;

/** Values of the author's that bounds refuse stay, to be refused. */
const REFUSED = [
  `pair.requestRejects && ${within("request", "request")} != request`,
  `pair.limitRejects && (none ? pair.limitMax != '' : ${within("limit", "limit")} != limit)`,
].join(" || ");

const result = (requests: string, limits: string): string =>
  `{'name': string(pair.name), 'requests': string(${requests}), 'limits': string(${limits}), 'requestsAsked': string(request), 'limitsAsked': string(limit)}`;

/** CEL: request and limit in force, and those that were asked for, as a map of texts. */
export function celPair(): string {
  const settled = celLet(
    "needed",
    within("(started != '' ? started : ended)", "request"),
    celLet(
      "fitting",
      lower("needed", "pair.limitMax"),
      celLet(
        "raised",
        `${above("fitting", "ended")} ? fitting : ended`,
        result(
          `started == '' && quantity(fitting).compareTo(quantity(raised)) == 0 ? '' : fitting`,
          "raised",
        ),
      ),
    ),
  );
  const least = `(${above("capped", "least")} ? capped : least)`;
  const filledLimit = celLet(
    "filled",
    `[${START}].map(v, ${within("v", "limit")})[0]`,
    `${above(least, "filled")} ? ${least} : filled`,
  );
  const ending = celLet(
    "started",
    `bounded != '' ? bounded : fills && ceiling == '' ? ${FILLED_REQUEST} : ''`,
    celLet(
      "capped",
      lower("started", "pair.limitMax"),
      celLet(
        "ended",
        `ceiling != '' ? ceiling : fills ? ${filledLimit} : ''`,
        celLet(
          "started",
          `limit == '' ? capped : ${lower("started", "ended")}`,
          `ended == '' ? ${result("started", "''")} : ${settled}`,
        ),
      ),
    ),
  );
  const bounded = celLet(
    "given",
    "none && pair.limitMax != '' ? pair.limitMax : limit",
    celLet(
      "bounded",
      within("request", "request"),
      celLet(
        "ceiling",
        `unbounded ? given : ${within("given", "limit")}`,
        `unbounded || ${above("request", "given")} ? ${result("bounded", "ceiling")} : ${ending}`,
      ),
    ),
  );
  return celLet(
    "request",
    own("request"),
    celLet(
      "limit",
      own("limit"),
      celLet(
        "none",
        `pair.unlimited && ${isZero("limit")}`,
        celLet(
          "unbounded",
          "none && pair.limitMax == ''",
          `${REFUSED} ? ${result("request", "limit")} : ${bounded}`,
        ),
      ),
    ),
  );
}
