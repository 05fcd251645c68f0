import { expect, test } from "vitest";
import { parseMetrics, sum, valueOf } from "../../bench/measure/prometheus.ts";
import { quantile } from "../../bench/measure/quantile.ts";
import { lastTenth } from "../../bench/measure/tenths.ts";
import { createMs, requestsBetween, sentBy } from "../../bench/measure/requests.ts";
import { selfTimes } from "../../bench/profile.ts";

const REQUESTS = (posts: number, puts: number, conflicts: number, watches: number): string => `# HELP …
apiserver_request_total{code="201",group="batch",resource="jobs",subresource="",verb="POST"} ${posts}
apiserver_request_total{code="200",group="batch",resource="jobs",subresource="status",verb="PUT"} ${puts}
apiserver_request_total{code="409",group="batch",resource="jobs",subresource="status",verb="PUT"} ${conflicts}
apiserver_request_total{code="200",group="batch",resource="jobs",subresource="",verb="WATCH"} ${watches}
apiserver_request_total{code="200",group="",resource="",subresource="/metrics",verb="GET"} ${posts}
apiserver_request_duration_seconds_sum{group="batch",resource="jobs",subresource="",verb="POST"} ${posts / 100}
apiserver_request_duration_seconds_count{group="batch",resource="jobs",subresource="",verb="POST"} ${posts}
`;

test("metrics are read with their labels, escapes and exponents included", () => {
  const scrape = parseMetrics('# TYPE a counter\na{b="x\\"}y",c=""} 1.5e+2\na{b="z"} 2\nplain 7\n');
  expect(sum(scrape, "a")).toBe(152);
  expect(sum(scrape, "a", ({ b }) => b === "z")).toBe(2);
  expect(scrape[0]?.labels["b"]).toBe('x\\"}y');
  expect(valueOf(scrape, "plain")).toBe(7);
  expect(valueOf(scrape, "missing")).toBeUndefined();
});

test("a quantile is one of the values", () => {
  const values = [30, 10, 20, 40];
  expect([0, 0.5, 0.51, 0.99, 1].map((share) => quantile(values, share))).toEqual([10, 20, 30, 40, 40]);
  expect(quantile([], 0.5)).toBeUndefined();
});

test("requests between two scrapes: by verb, resource and refusal, without watches and paths of no resource", () => {
  const [before, after] = [parseMetrics(REQUESTS(10, 5, 0, 1)), parseMetrics(REQUESTS(30, 7, 1, 9))];
  expect(requestsBetween(before, after)).toEqual({
    "POST jobs": 20,
    "PUT jobs/status": 2,
    "PUT jobs/status 409": 1,
  });
  expect(createMs(before, after, "jobs")).toBeCloseTo(10);
  expect(createMs(before, before, "jobs")).toBeUndefined();
});

test("an operator's requests are writes or reads; a refused write of 409 is a conflict", () => {
  const text = [
    'rest_client_requests_total{code="200",method="GET",host="a"} 4',
    'rest_client_requests_total{code="201",method="POST",host="a"} 3',
    'rest_client_requests_total{code="409",method="PUT",host="a"} 2',
  ].join("\n");
  expect(sentBy(parseMetrics(text))).toEqual({ writes: 5, reads: 4, conflicts: 2 });
});

test("a profile's time goes to the functions that were on top, idling left out", () => {
  const node = (id: number, functionName: string, url: string) => ({
    id,
    callFrame: { functionName, url, lineNumber: 9 },
  });
  const lines = selfTimes({
    nodes: [
      node(1, "(idle)", ""),
      node(2, "decide", "file:///x/src/controllers/batchtask/decide.ts"),
      node(3, "", ""),
    ],
    samples: [1, 2, 2, 3],
    timeDeltas: [90_000, 2_000, 4_000, 2_000],
  });
  expect(lines.map((line) => line.trim())).toEqual([
    "75.0 %       6 ms  decide src/controllers/batchtask/decide.ts:10",
    "25.0 %       2 ms  (native)",
  ]);
});

test("the last tenth is held against the first", () => {
  const even = Array.from({ length: 100 }, (_, index) => index);
  expect(lastTenth(even)).toBe(1);
  expect(lastTenth(even.map((at) => (at < 90 ? at : 90 + (at - 90) * 4)).toReversed())).toBe(0.25);
  expect(lastTenth(even.slice(0, 19))).toBeUndefined();
});
