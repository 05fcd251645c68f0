import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { formPolicy } from "../../src/form/policy.ts";
import { DIFFERENCES } from "./fixtures/crd/differences.ts";
import { createLint } from "./fixtures/crd/lint.ts";
import { FIXTURES, fixtureSpec } from "./fixtures/crd/manifests.ts";
import { type Json, type Mutation, mutations } from "./fixtures/crd/mutations.ts";
import { Server, type Tried } from "./fixtures/crd/server.ts";
import { needsKubernetes, NEWEST_MINOR } from "./support/kubernetes.ts";
import { fieldsOf, isSameField, messageOf } from "./fixtures/crd/status-fields.ts";
import { WRONG } from "./fixtures/crd/wrong.ts";

const NAMESPACE = `form-${Date.now().toString(36)}`;
/** Of the mutations of the large fixtures CI tries each n-th; `BATCHTASK_FORM=1` tries all. */
const EACH = Number(process.env["BATCHTASK_FORM"] ?? 4);
const AT_ONCE = 8;

let server: Server;
beforeAll(async () => {
  server = await Server.open(inject("kubectl"), inject("kubeconfig"), NAMESPACE);
  for (const object of formPolicy()) {
    const { ok, stderr } = await server.kubectl(["create", "--filename", "-"], onlyHere(object));
    if (!ok) throw new Error(stderr.slice(-2_000));
  }
  const { spec } = WRONG.find(({ what }) => what === "a mount without its volume") ?? { spec: {} };
  await until(async () => !(await server.tryCreate("BatchTask", spec)).ok);
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

/** Other tests of this cluster have their own. */
function onlyHere(object: object): Json {
  const text = JSON.stringify(object).replaceAll("batchtask-form", NAMESPACE);
  const copy = z
    .object({ kind: z.string(), spec: z.record(z.string(), z.json()) })
    .loose()
    .parse(JSON.parse(text));
  const matchResources = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": NAMESPACE } },
  };
  const isBinding = copy.kind === "ValidatingAdmissionPolicyBinding";
  return z.json().parse(isBinding ? { ...copy, spec: { ...copy.spec, matchResources } } : copy);
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await isTrue())) if (performance.now() > end) throw new Error("the policy holds in no time");
}

const lint = createLint();
const UNKNOWN_WORD =
  /Unsupported value|not a valid selector operator|supported values|error converting fieldPath|not a valid field selector key|Policy: Required value/;

/** How a task is judged otherwise than its Job; undefined: alike. */
async function difference({ what, spec }: Mutation): Promise<string | undefined> {
  const job = await server.tryCreate("Job", spec);
  const task = await server.tryCreate("BatchTask", spec);
  const { errors, warnings } = lint(spec);
  // Words that a later server may know.
  if (!job.ok && task.ok && errors.length === 0 && warnings.length > 0 && UNKNOWN_WORD.test(job.text))
    return undefined;
  if (job.ok !== task.ok) return `${what}: at apply ${said(job)}, ${said(task)}`;
  if (job.ok !== (errors.length === 0)) return `${what}: lint ${errors[0] ?? "says nothing"} (${said(job)})`;
  if (job.ok || isSameField(fieldsOf(job.text), task.text)) return undefined;
  return `${what}: fields ${fieldsOf(job.text).join(", ")}, ${said(task)}`;
}

const said = ({ ok, text }: Tried): string => (ok ? "taken" : `refused (${messageOf(text)})`);

async function differences(cases: readonly Mutation[]): Promise<string[]> {
  const found: (string | undefined)[] = [];
  for (let next = 0; next < cases.length; next += AT_ONCE)
    found.push(...(await Promise.all(cases.slice(next, next + AT_ONCE).map(difference))));
  return found.filter((one) => one !== undefined);
}

const unexplained = (found: readonly string[]): string[] =>
  found.filter((one) => !DIFFERENCES.some(({ what }) => what.test(one)));

describe("at apply and by lint as by a Job", () => {
  beforeEach((context) =>
    needsKubernetes(NEWEST_MINOR, "Job that knows all that the form speaks of", context),
  );

  it("what is wrong with a small task", async () => {
    expect(unexplained(await differences(WRONG))).toEqual([]);
  }, 120_000);

  it.each(FIXTURES)(
    "any one value of the %s Job changed",
    async (name) => {
      const cases = mutations(fixtureSpec(name)).filter((_, at) => at % EACH === 0);
      expect(unexplained(await differences(cases))).toEqual([]);
    },
    600_000,
  );
});

describe("a key without a value", () => {
  const nulls = {
    activeDeadlineSeconds: null,
    podFailurePolicy: null,
    template: {
      metadata: { labels: null, annotations: null },
      spec: {
        restartPolicy: "Never",
        volumes: null,
        nodeSelector: null,
        containers: [
          {
            name: "main",
            image: "example.com/i:1",
            env: [{ name: "EMPTY", value: null }],
            volumeMounts: null,
            resources: { limits: { cpu: null }, requests: null },
          },
        ],
      },
    },
  };
  const task = (name: string, spec: Json): Json => ({
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name },
    spec,
  });
  const apply = (manifest: Json, ...flags: string[]) =>
    server.kubectl(["apply", ...flags, "--filename", "-"], manifest);

  it("is taken by server-side apply and by kubectl's own, again and again", async () => {
    for (const flags of [[], ["--server-side"]]) {
      const manifest = task(`nulls-${flags.length}`, nulls);
      for (const _ of ["first", "again"]) expect(await apply(manifest, ...flags)).toMatchObject({ ok: true });
    }
  });

  it("switches no rule off", async () => {
    const wrong = structuredClone(nulls);
    const [container] = wrong.template.spec.containers;
    Object.assign(container ?? {}, { ports: [{ containerPort: 80, name: "80" }] });
    const { ok, stderr } = await apply(task("wrong", wrong), "--server-side");
    expect(ok).toBe(false);
    expect(stderr).toContain("spec.template.spec.containers[0].ports[0].name");
  });
});
