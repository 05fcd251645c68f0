import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { readArguments } from "../../cluster/arguments.ts";
import { settle } from "../../cluster/options.ts";
import { withLock } from "../../cluster/util/lock.ts";
import { identify, isAlive, killAndWait } from "../../cluster/util/process.ts";
import { waitFor } from "../../cluster/util/wait.ts";

describe("a process' identity", () => {
  it("is lost when the process ends, and no other process has it", async () => {
    const child = spawn("sleep", ["60"]);
    const id = identify(child.pid ?? 0);
    expect(isAlive(id)).toBe(true);
    expect(isAlive({ pid: child.pid ?? 0, startTime: "1" })).toBe(false);
    const ended = once(child, "exit");
    expect(await killAndWait(id, 2_000)).toBe(true);
    await ended;
    expect(isAlive(id)).toBe(false);
  });
});

describe("withLock", () => {
  it("lets one in at a time, and the next after an error", async () => {
    const key = `test ${process.pid}`;
    const log: string[] = [];
    const enter = (name: string): Promise<void> =>
      withLock({ key, timeoutMs: 5_000 }, async () => {
        log.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        log.push(`${name} out`);
        if (name === "a") throw new Error("a fails");
      });
    const [first] = await Promise.allSettled([enter("a"), enter("b")]);
    expect(first.status).toBe("rejected");
    expect(log).toEqual(["a in", "a out", "b in", "b out"]);
  });
});

describe("waitFor", () => {
  it("gives up with what it waited for and an explanation", async () => {
    const wait = { what: "the impossible", timeoutMs: 30, everyMs: 5, explain: () => " End of log." };
    await expect(waitFor(wait, async () => undefined)).rejects.toThrow(
      "the impossible: not within 0 s. End of log.",
    );
  });

  it("ends at once when interrupted", async () => {
    const signal = AbortSignal.abort(new Error("interrupted"));
    await expect(waitFor({ what: "x", timeoutMs: 60_000, signal }, async () => false)).rejects.toThrow(
      "interrupted",
    );
  });
});

describe("the command line", () => {
  it("asks for a real node unless told otherwise", () => {
    expect(readArguments(["up"]).nodes).toEqual({ real: true, kwok: 0 });
    expect(readArguments(["up", "--nodes", "real,kwok", "--kwok-nodes", "5"]).nodes).toEqual({
      real: true,
      kwok: 5,
    });
    expect(readArguments(["up", "--nodes", "none"]).nodes).toEqual({ real: false, kwok: 0 });
  });

  it("chooses store and version, which the environment may name, too", () => {
    const asked = readArguments(["up", "--store", "kine", "--kubernetes", "v1.30"]);
    expect(asked).toMatchObject({ store: "kine", kubernetes: "1.30" });
    const environment = { BATCHTASK_TEST_STORE: "kine", BATCHTASK_TEST_KUBERNETES: "1.32" };
    expect(settle({ environment })).toMatchObject({ store: "kine", kubernetes: "1.32" });
    expect(settle({ environment, store: "etcd" })).toMatchObject({ store: "etcd", kubernetes: "1.32" });
    expect(settle({ environment: {} })).toMatchObject({ store: "etcd", kubernetes: "1.37" });
    expect(() => settle({ environment: { BATCHTASK_TEST_STORE: "disk" } })).toThrow(
      'BATCHTASK_TEST_STORE must be one of etcd, kine, not "disk"',
    );
  });

  it.each([
    [["grow"], "command must be one of"],
    [["up", "--nodes", "cloud"], "--nodes must be one of"],
    [["up", "--kwok-nodes", "many"], "--kwok-nodes must be a number"],
    [["up", "--store", "disk"], "--store must be one of etcd, kine"],
    [["up", "--kubernetes", "1.12"], "--kubernetes must be one of 1.30, 1.32, 1.34, 1.37"],
  ])("refuses %j", (argv, message) => {
    expect(() => readArguments(argv)).toThrow(message);
  });

  it("refuses a name that can't be part of a path", () => {
    expect(() => settle({ environment: {}, name: "../x" })).toThrow("can't name a cluster");
  });
});
