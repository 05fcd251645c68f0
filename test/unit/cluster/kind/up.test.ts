import { existsSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { KindFailed } from "../../../cluster/kind/failed.ts";
import { upKind } from "../../../cluster/kind/up.ts";
import { settle, type UpOptions } from "../../../cluster/options.ts";
import { fakeKind } from "./support/fake-kind.ts";

function scene(more: Partial<UpOptions> = {}) {
  const kind = fakeKind();
  const said: string[] = [];
  const { environment } = kind;
  const settings = settle({
    environment,
    name: "mine",
    nodes: { real: true },
    report: (line) => said.push(line),
    ...more,
  });
  return { ...kind, said, up: () => upKind(settings) };
}

test("makes a cluster once, and uses it from then on", async () => {
  const { up, runs, made } = scene();
  expect((await up()).started).toBe(true);
  const again = await up();
  expect([again.started, runs("mine"), made().length]).toEqual([false, true, 1]);
  await again.down();
  expect([runs("mine"), existsSync(again.kubeconfig)]).toEqual([false, false]);
});

test("takes the node image that was named", async () => {
  const { up, made } = scene({ nodeImage: "kindest/node:mine" });
  await up();
  expect(made()).toEqual(["mine --image kindest/node:mine"]);
});

test("leaves nothing behind when it is interrupted, though kind's node runs on", async () => {
  const stop = new AbortController();
  const { up, setMode, runs } = scene({ signal: stop.signal });
  setMode("hangs");
  const interrupted = up();
  interrupted.catch(() => undefined);
  await vi.waitFor(() => expect(runs("mine")).toBe(true), 5_000);
  stop.abort(new Error("interrupted by SIGINT"));
  await expect(interrupted).rejects.toThrow("interrupted by SIGINT");
  expect(runs("mine")).toBe(false);
});

test("makes one anew that was left half made, as by a kill", async () => {
  const { up, leave, path, said, made } = scene();
  await up().then((cluster) => cluster.down());
  leave("mine");
  writeFileSync(path("mine.kubeconfig.making"), "");
  expect((await up()).started).toBe(true);
  expect(said).toContain("The kind cluster mine was left half made: removing it.");
  expect([made().length, (await up()).started]).toEqual([2, false]);
});

test("neither uses nor removes a cluster of somebody else's that isn't ready: says how to remove it", async () => {
  const { up, leave, runs } = scene();
  leave("mine");
  await expect(up()).rejects.toThrow(
    /^The kind cluster mine is there and not ready; "npm run cluster -- down --name mine" removes it: [^]*admin.conf/,
  );
  expect(runs("mine")).toBe(true);
});

test("says what it was where kind can't make one, and leaves nothing behind", async () => {
  const { up, setMode, runs } = scene();
  setMode("can't pull");
  const failed = await up().catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(KindFailed);
  expect(runs("mine")).toBe(false);
  setMode("makes");
  expect((await up()).started).toBe(true);
});
