import { expect, test } from "vitest";
import { readConfig, usage } from "../../../src/operator/config.ts";
import { SETTINGS } from "../../../src/operator/settings.ts";

test("defaults", () => {
  expect(readConfig([], {})).toMatchObject({
    workers: 64,
    httpPort: 8080,
    logLevel: "info",
    namespaces: undefined,
  });
});

test("a flag wins over its variable; an empty variable is none", () => {
  expect(readConfig(["--workers=4"], { BATCHTASK_WORKERS: "8" }).workers).toBe(4);
  expect(readConfig([], { BATCHTASK_WORKERS: "8", BATCHTASK_NAMESPACE: "" })).toMatchObject({
    workers: 8,
    namespaces: undefined,
  });
});

test("several namespaces are separated by commas; one that is named twice counts once", () => {
  expect(readConfig(["--namespace=reports,imports,reports"], {}).namespaces).toEqual(["reports", "imports"]);
  expect(() => readConfig(["--namespace=reports, imports"], {})).toThrow("separated by commas");
});

test("leader election is on unless told otherwise", () => {
  expect(readConfig([], {})).toMatchObject({
    leaderElect: true,
    leaseNamespace: undefined,
    leaseName: "batchtask-operator",
  });
  expect(readConfig(["--leader-elect=false", "--lease-name=a.b"], {})).toMatchObject({
    leaderElect: false,
    leaseName: "a.b",
  });
  expect(readConfig([], { BATCHTASK_LEADER_ELECT: "false" }).leaderElect).toBe(false);
});

test.each([
  [["--leader-elect=yes"], {}, "--leader-elect=yes: takes true or false"],
  [[], { BATCHTASK_WORKERS: "many" }, "BATCHTASK_WORKERS=many: takes a whole number from 1 to 256"],
  [["--workers=0"], {}, "--workers=0: takes a whole number from 1 to 256"],
  [
    ["--namespace=Team_A"],
    {},
    "--namespace=Team_A: takes the name of a namespace, or several separated by commas",
  ],
  [["--http-host=localhost"], {}, "--http-host=localhost: takes an IP address"],
  [
    [],
    { BATCHTASK_LOG_LEVEL: "loud", BATCHTASK_HTTP_PORT: "70000" },
    "BATCHTASK_HTTP_PORT=70000: takes a port from 0 to 65535; 0 takes a free one\nBATCHTASK_LOG_LEVEL=loud: takes trace, debug, info, warn or error",
  ],
])("%j %j", (args, env, message) => {
  expect(() => readConfig(args, env)).toThrow(message);
});

test("an unknown flag is named", () => {
  expect(() => readConfig(["--worker=4"], {})).toThrow(/--worker/);
});

test("usage names every flag and variable", () => {
  for (const { flag, env } of Object.values(SETTINGS)) {
    expect(usage()).toContain(`--${flag}`);
    expect(usage()).toContain(env);
  }
});
