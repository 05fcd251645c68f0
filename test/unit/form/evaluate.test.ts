import { expect, test } from "vitest";
import { misformsOf } from "../../../src/form/evaluate.ts";
import { formTree } from "../../../src/form/rules/index.ts";
import { WRONG } from "../../integration/fixtures/crd/wrong.ts";

const tree = formTree();
const of = (container: object, pod: object = {}) =>
  misformsOf(tree, {
    template: { spec: { containers: [{ name: "main", image: "i:1", ...container }], ...pod } },
  }).map(({ message }) => message);

test("a message names the place in lists, the value and the fix", () => {
  expect(of({ env: [{ name: "A" }, { name: "B=C" }] })).toEqual([
    'spec.template.spec.containers[0].env[1].name is "B=C", and takes printable ASCII characters other than =: change it',
  ]);
  expect(of({ volumeMounts: [{ name: "data", mountPath: "/data" }] })).toEqual([
    'spec.template.spec.containers[0].volumeMounts[0].name is "data", and is no volume of the pod: add it to volumes, or correct the name',
  ]);
});

test("all that is wrong is told at once", () => {
  const wrong = of({ image: "", ports: [{ containerPort: 80, name: "80" }] }, { dnsPolicy: "None" });
  expect(wrong.map((message) => message.split(" ")[0])).toEqual([
    "spec.template.spec.dnsConfig.nameservers",
    "spec.template.spec.containers[0].image",
    "spec.template.spec.containers[0].ports[0].name",
  ]);
});

test("null is absent", () => {
  expect(
    of({ volumeMounts: null, env: [{ name: "A", value: null, valueFrom: null }] }, { volumes: null }),
  ).toEqual([]);
});

test("what is of no use to the rules is passed over: a schema tells of it", () => {
  expect(misformsOf(tree, { template: { spec: { containers: "main", volumes: [7] } } })).toEqual([]);
  expect(misformsOf(tree, undefined)).toEqual([]);
});

test("quantities are compared in whatever unit they are written", () => {
  const with_ = (requests: object, limits: object) => of({ resources: { requests, limits } });
  expect(with_({ memory: "1024Mi" }, { memory: "1Gi" })).toEqual([]);
  expect(with_({ memory: "1025Mi" }, { memory: "1Gi" })).toHaveLength(1);
  expect(with_({ "example.com/gpu": 1 }, { "example.com/gpu": "1" })).toEqual([]);
  expect(with_({ cpu: 0.5 }, { cpu: "400m" })).toHaveLength(1);
});

test("most of what a Job refuses of small specs has a rule here; the rest is the schema's", () => {
  const told = WRONG.filter(({ spec }) => misformsOf(tree, spec).length > 0);
  expect(told.length).toBeGreaterThan(80);
});
