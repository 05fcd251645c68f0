import { expect, test } from "vitest";
import { jobCommands } from "../../../../../src/cli/lint/names/commands.ts";

const fieldsOf = (container: object) =>
  jobCommands({ spec: { template: { spec: { initContainers: [{ name: "wait", ...container }] } } } }, [
    "migrate",
  ]).map(({ field }) => field);

test.each([
  { command: ["kubectl"], args: ["wait", "--for=condition=complete", "job/migrate"] },
  { command: ["sh"], args: ["-c", "kubectl logs -f jobs.batch/migrate | tee log"] },
  { command: ["wait-for"], args: ["job", "migrate"] },
])("a container that asks for the Job is told: %j", (container) => {
  expect(fieldsOf(container)).toEqual(["spec.template.spec.initContainers[wait].args"]);
});

test.each([
  { args: ["wait", "job/migrate-all"] },
  { args: ["wait", "cronjob/migrate"] },
  { args: ["wait", "batchtask/migrate"] },
  { command: "job/migrate" },
])("another one is not: %j", (container) => {
  expect(fieldsOf(container)).toEqual([]);
});

test("it is said what to write", () => {
  const [remark] = jobCommands({ args: ["job/migrate"] }, ["migrate"]);
  expect(remark?.message).toContain("kubectl wait --for=condition=Complete batchtask/migrate");
  expect(remark?.message).toContain("kubectl batchtask logs migrate");
});
