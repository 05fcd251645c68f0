import { expect, test } from "vitest";
import { LONGEST_OVERRIDES } from "../../../src/api/overrides.ts";
import {
  askedOverrides,
  objectionToOverrides,
  overridesText,
  withOverrides,
} from "../../../src/job/overrides.ts";
import { spec } from "../support/task.ts";

const asked = (overrides: unknown, rerun = "monday") =>
  askedOverrides({
    "batchtask.dev/rerun": rerun,
    "batchtask.dev/rerun-overrides": typeof overrides === "string" ? overrides : JSON.stringify(overrides),
  });
const DAY = { name: "DAY", value: "1" };

test("overrides hold for the rerun that they name, and for no other", () => {
  const overrides = { container: "main", env: [DAY], args: ["--full"] };
  expect(asked({ rerun: "monday", ...overrides })).toEqual({ overrides });
  expect(asked({ rerun: "monday", ...overrides }, "tuesday")).toEqual({});
  expect(askedOverrides({ "batchtask.dev/rerun": "monday" })).toEqual({});
  expect(askedOverrides({ "batchtask.dev/rerun-overrides": "{" })).toEqual({});
  expect(askedOverrides(undefined)).toEqual({});
});

test.each([
  ["{", /rerun-overrides is not JSON: write \{"rerun"/],
  ["null", /is wrong: /],
  [{ rerun: "monday", image: "evil" }, /is wrong: .*image/],
  [{ rerun: "monday", env: [{ name: "A" }] }, /is wrong at env\.0\.value: /],
  [{ rerun: "monday", env: [{ name: "", value: "1" }] }, /is wrong at env\.0\.name: /],
  [{ rerun: "monday", args: "--full" }, /is wrong at args: /],
  [{ args: [] }, /is wrong at rerun: /],
  [{ rerun: "monday", args: ["x".repeat(LONGEST_OVERRIDES)] }, /has 41\d\d characters, and at most 4096/],
])("what can't be read is told with its place and form: %j", (overrides, message) => {
  const { invalidOverrides, ...nothing } = asked(overrides);
  expect(invalidOverrides).toMatch(message);
  expect(nothing).toEqual({});
});

test("a variable is replaced in its place, whatever it was; a new one comes last; args are all of them", () => {
  const env = [
    { name: "A", value: "a" },
    { name: "DAY", valueFrom: {} },
    { name: "B", value: "$(DAY)" },
  ];
  const container = { name: "main", image: "i", env, args: ["--some", "--more"] };
  const { template } = spec({
    template: { spec: { containers: [container, { name: "side", image: "i" }] } },
  });
  const more = { name: "MORE", value: "" };
  expect(withOverrides(template, { env: [more, DAY], args: ["--full"] }).spec?.containers).toEqual([
    { ...container, env: [env[0], DAY, env[2], more], args: ["--full"] },
    { name: "side", image: "i" },
  ]);
  expect(withOverrides(template, { env: [DAY] }).spec?.containers[0]?.args).toEqual(["--some", "--more"]);
  expect(withOverrides(template, { args: [] }).spec?.containers[0]).toEqual({ ...container, args: [] });
  expect(withOverrides(template, undefined)).toBe(template);
});

test("they are for the container that is named, else kubectl's default one, else the first", () => {
  const containers = [
    { name: "main", image: "i" },
    { name: "side", image: "i" },
  ];
  const { template } = spec({ template: { spec: { containers } } });
  const marked = {
    ...template,
    metadata: { annotations: { "kubectl.kubernetes.io/default-container": "side" } },
  };
  const overridden = (...[of, overrides]: Parameters<typeof withOverrides>) =>
    withOverrides(of, { ...overrides, args: ["x"] })
      .spec?.containers.filter(({ args }) => args)
      .map(({ name }) => name);
  expect(overridden(template, {})).toEqual(["main"]);
  expect(overridden(marked, {})).toEqual(["side"]);
  expect(overridden(marked, { container: "main" })).toEqual(["main"]);
  expect(objectionToOverrides({ overrides: {} }, { template: marked })).toBeUndefined();
  expect(objectionToOverrides({ overrides: { container: "gone" } }, { template })).toBe(
    "The overrides of this rerun are for container gone, and spec.template.spec.containers has main, side: name one of them",
  );
  expect(objectionToOverrides({ invalidOverrides: "why" }, { template })).toBe("why");
  expect(objectionToOverrides({}, { template })).toBeUndefined();
});

test("in a line they are as a shell would have them, and no longer than one", () => {
  const env = [DAY, { name: "NAME", value: "it's" }];
  expect(overridesText({ container: "main", env, args: ["--full", ""] })).toBe(
    "main: DAY=1 NAME='it'\\''s' -- --full ''",
  );
  expect(overridesText({ args: [] })).toBe("--");
  expect(overridesText({ args: ["x".repeat(300)] })).toHaveLength(200);
});
