import { expect, test } from "vitest";
import { domainOf, hostNames } from "../../../../../src/cli/lint/names/host-names.ts";

const train = (value: string, subdomain = "train-svc") => ({
  kind: "BatchTask",
  metadata: { name: "train" },
  spec: {
    template: {
      spec: { subdomain, containers: [{ name: "w", env: [{ name: "MASTER", value }], image: "train-0" }] },
    },
  },
});
const PLACE = "spec.template.spec.containers[w].env[MASTER].value";

test.each([
  ["train-0.train-svc", [PLACE]],
  ["tcp://train-12:29500", [PLACE]],
  ["my-train-0", []],
  ["train-0a", []],
  ["train", []],
])("of %s in a task with a subdomain", (value, fields) => {
  const task = train(value);
  expect(hostNames(task, domainOf(task, ["train"])).map(({ field }) => field)).toEqual(fields);
});

test("elsewhere only with the subdomain", () => {
  const domains = domainOf(train("-"), ["train"]);
  const config = (hosts: string) => ({ kind: "ConfigMap", data: { "hosts.txt": hosts } });
  const [remark] = hostNames(config("train-0.train-svc\ntrain-1.train-svc"), domains);
  expect(remark).toMatchObject({ field: "data[hosts.txt]", severity: "warning" });
  expect(remark?.message).toContain("$(JOB_NAME)-0.train-svc");
  expect(hostNames(config("train-0"), domains)).toEqual([]);
});

test("a task of another name, or a Job without a subdomain, has no such names", () => {
  expect(domainOf(train("-"), ["other"])).toEqual([]);
  const spec = { template: { spec: { containers: [] } } };
  expect(domainOf({ kind: "Job", metadata: { name: "train" }, spec }, ["train"])).toEqual([]);
});
