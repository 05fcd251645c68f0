import { expect, test } from "vitest";
import { silentLogger } from "../../../src/kube/log.ts";
import { lackingIn, reportOlderServer } from "../../../src/operator/older-server.ts";

const answer = (gitVersion: string) => () =>
  Promise.resolve({ status: 200, text: JSON.stringify({ gitVersion }), warnings: [], headers: {} });

const said = async (raw: Parameters<typeof reportOlderServer>[0]["raw"]) => {
  const lines: object[] = [];
  const log = { ...silentLogger, info: (fields: object) => void lines.push(fields) };
  await reportOlderServer({ raw }, log, AbortSignal.timeout(1_000));
  return lines;
};

test("what a version lacks has the version that brought it; the newest lacks nothing, nor does one that can't be read", () => {
  const since = (version: string) => lackingIn(version).map((line) => line.split(":")[0]);
  expect(since("v1.30.14")).toEqual(["1.31", "1.34", "1.35", "1.36"]);
  expect(since("v1.33.1+k3s1")).toEqual(["1.34", "1.35", "1.36"]);
  expect(since("v1.35.4-gke.1")).toEqual(["1.36"]);
  for (const version of ["v1.36.0", "v1.37.2", "v2.0.0", "unknown", ""]) expect(since(version)).toEqual([]);
});

test("an older API server is said in one line; a new one, or one that can't be asked, in none", async () => {
  expect(await said(answer("v1.34.4"))).toEqual([{ version: "v1.34.4", lacks: lackingIn("v1.34.4") }]);
  expect(await said(answer("v1.37.2"))).toEqual([]);
  expect(await said(() => Promise.reject(new Error("gone")))).toEqual([]);
});
