import fc from "fast-check";
import { expect, test } from "vitest";
import { renderJob } from "../../../src/job/render.ts";
import { jobName } from "../../../src/job/job-name.ts";
import { nameLabel } from "../../../src/job/labels.ts";
import { isRunOf, templateHash } from "../../../src/job/template-hash.ts";
import { run, spec, task } from "../support/task.ts";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = fc
  .array(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join("."))
  .filter((name) => name.length <= 253);

test("a Job's name is a DNS label, with room for any index", () => {
  fc.assert(
    fc.property(subdomain, fc.uuid(), fc.integer({ min: 1, max: 1_000_000 }), (name, uid, number) => {
      const indexed = `${jobName({ name, uid }, number)}-2147483647`;
      expect(indexed).toMatch(LABEL);
      expect(indexed.length).toBeLessThanOrEqual(63);
    }),
  );
});

test.each(["a".repeat(63), "a".repeat(253), "x.y", "1"])("the name %s gives a Job name", (name) => {
  expect(jobName({ name, uid: "u" }, 1)).toMatch(LABEL);
});

test("names differ by run, and by task even of the same name", () => {
  const names = [
    jobName({ name: "a", uid: "u1" }, 1),
    jobName({ name: "a", uid: "u1" }, 2),
    jobName({ name: "a", uid: "u2" }, 1),
  ];
  expect(new Set(names).size).toBe(3);
  expect(jobName({ name: "a", uid: "u1" }, 1)).toBe(names[0]);
});

test("a long name makes a label of at most 63 characters that is told apart", () => {
  const [one, two] = [nameLabel(`${"a".repeat(252)}1`), nameLabel(`${"a".repeat(252)}2`)];
  expect(one.length).toBeLessThanOrEqual(63);
  expect(one).not.toBe(two);
  expect(nameLabel("short")).toBe("short");
});

test("the hash ignores order, runs and what a live Job can change, and nothing else", () => {
  const base = templateHash(spec());
  expect(
    templateHash(
      spec({
        parallelism: 3,
        backoffLimit: 1,
        suspend: true,
        activeDeadlineSeconds: 9,
        ttlSecondsAfterFinished: 9,
      }),
    ),
  ).toBe(base);
  expect(templateHash(spec({ runs: { onChange: "Never" } }))).toBe(base);
  expect(
    templateHash({
      template: { spec: { containers: [{ image: "busybox:1.36", name: "main" }], restartPolicy: "Never" } },
    }),
  ).toBe(base);
  expect(templateHash(spec({ completions: 2 }))).not.toBe(base);
  expect(
    templateHash({
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.37" }] } },
    }),
  ).not.toBe(base);
});

test("what the author wrote arrives in the Job; runs does not", () => {
  const asked = task({ completions: 4, completionMode: "Indexed", runs: { onChange: "Never" } });
  asked.spec.template.metadata = { labels: { app: "shop" }, annotations: { note: "kept" } };
  const rendered = renderJob(asked, asked.spec, run({ jobName: "n", number: 3 }));
  expect(rendered.spec).toMatchObject({ completions: 4, completionMode: "Indexed" });
  expect(rendered.spec).not.toHaveProperty("runs");
  expect(rendered.spec.template.metadata).toEqual({
    labels: { app: "shop", "batchtask.dev/name": "report", "batchtask.dev/run": "3" },
    annotations: { note: "kept" },
  });
  expect(rendered.metadata).toMatchObject({ namespace: "team", name: "n" });
  expect(rendered.metadata.ownerReferences).toEqual([
    {
      apiVersion: "batchtask.dev/v1alpha1",
      kind: "BatchTask",
      name: "report",
      uid: "task-uid",
      controller: true,
      blockOwnerDeletion: true,
    },
  ]);
});

test("only the labels on the list pass from a task to its Job", () => {
  const asked = task();
  asked.metadata.labels = {
    "app.kubernetes.io/instance": "argo",
    "kueue.x-k8s.io/queue-name": "q",
    team: "x",
  };
  expect(renderJob(asked, asked.spec, run()).metadata.labels).toEqual({
    "batchtask.dev/name": "report",
    "batchtask.dev/run": "1",
    "kueue.x-k8s.io/queue-name": "q",
  });
});

test.each([
  [0, undefined, 600],
  [599, undefined, 600],
  [601, undefined, 601],
  [0, "2026-01-01T00:00:00Z", 0],
])("a TTL of %s, run ended %s: the Job has %s", (asked, completionTime, ttl) => {
  const guarded = spec({ ttlSecondsAfterFinished: asked });
  const rendered = renderJob(task(), guarded, run(completionTime ? { completionTime } : {}));
  expect(rendered.spec.ttlSecondsAfterFinished).toBe(ttl);
});

const indexed = (completions: number, parallelism: number) =>
  templateHash(spec({ completionMode: "Indexed", completions, parallelism }));

test("a run of an Indexed task is told by its completions too, unless its Job takes them in place", () => {
  expect(indexed(3, 3)).toBe(indexed(3, 2));
  expect(indexed(3, 3)).not.toBe(indexed(5, 5));
  const isOf = (completions: number, inPlace: boolean): boolean =>
    isRunOf(
      spec({ completionMode: "Indexed", completions, parallelism: completions }),
      indexed(3, 3),
      inPlace,
    );
  expect([isOf(3, false), isOf(5, false), isOf(5, true)]).toEqual([true, false, true]);
  expect(isRunOf(spec({ completions: 5 }), templateHash(spec({ completions: 3 })), true)).toBe(false);
  expect(isRunOf(spec({ completions: 5, completionMode: "Indexed" }), templateHash(spec()), true)).toBe(
    false,
  );
});
