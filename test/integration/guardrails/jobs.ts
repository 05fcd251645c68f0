import { z } from "zod";
import type { RawKind } from "../../../src/guardrails/rule.ts";
import { titleOf } from "../../support/guardrails/cases.ts";
import { type Case, template } from "../../support/guardrails/case.ts";
import { eventually } from "../support/eventually.ts";
import { only, type PolicyCluster, type Verdict, verdictOf } from "./cluster.ts";

export const KINDS: readonly RawKind[] = ["Job", "CronJob"];

/** Each line of the table as a Job and as a CronJob, with its title. */
export function playedAs<T extends { line: Case }>(plays: readonly T[]) {
  return KINDS.flatMap((kind) =>
    plays.map((play) => [`${kind}: ${titleOf(play.line)}`, kind, play] as const),
  );
}

/** A Job or a CronJob as somebody applies it. */
export interface RawJob {
  kind: RawKind;
  namespace: string;
  name: string;
  spec: object;
}

const path = ({ kind, namespace }: RawJob, name = ""): string =>
  `/apis/batch/v1/namespaces/${namespace}/${kind.toLowerCase()}s${name && `/${name}`}`;

/** A CronJob that never runs. */
const bodyOf = ({ kind, namespace, name, spec }: RawJob): object => ({
  apiVersion: "batch/v1",
  kind,
  metadata: { namespace, name },
  spec: kind === "Job" ? spec : { schedule: "0 0 30 2 *", suspend: true, jobTemplate: { spec } },
});

export async function createRaw({ client }: PolicyCluster, job: RawJob): Promise<void> {
  await client.raw("POST", path(job), { body: bodyOf(job) });
}

/** A dry-run creation, or a dry-run edit of what is there. */
export async function judgeRaw(world: PolicyCluster, job: RawJob, exists: boolean): Promise<Verdict> {
  return await verdictOf(async () => ask(world, job, exists));
}

const madeSchema = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()).default({}) }),
  spec: z.record(z.string(), z.json()),
});

/** The same, with what the API server would store: the spec of the Job to be, and the object's annotations. */
export async function makeRaw(world: PolicyCluster, job: RawJob, exists: boolean) {
  const answers: string[] = [];
  const verdict = await verdictOf(async () => {
    const answer = await ask(world, job, exists);
    answers.push(answer.text);
    return answer;
  });
  const made = answers.map((text) => madeSchema.parse(JSON.parse(text)))[0];
  const template = z.object({ spec: z.record(z.string(), z.json()) });
  const spec = job.kind === "CronJob" && made ? template.parse(made.spec["jobTemplate"]).spec : made?.spec;
  return { ...verdict, spec: spec ?? {}, annotations: made?.metadata.annotations ?? {} };
}

async function ask({ client }: PolicyCluster, job: RawJob, exists: boolean) {
  const query = { dryRun: "All" };
  return exists
    ? await client.raw("PUT", path(job, job.name), { query, body: await onto() })
    : await client.raw("POST", path(job), { query, body: bodyOf(job) });

  /** What a Job's controller has put into its template stays. */
  async function onto(): Promise<object> {
    const { text } = await client.raw("GET", path(job, job.name));
    const old = z.record(z.string(), z.json()).parse(JSON.parse(text));
    if (job.kind === "CronJob") return { ...old, ...bodyOf(job), metadata: old["metadata"] };
    const spec = z.record(z.string(), z.json()).parse(old["spec"]);
    const { template: _, ...values } = z.record(z.string(), z.unknown()).parse(job.spec);
    return { ...old, spec: { ...spec, ...values } };
  }
}

/** Applies deploy/admission-jobs and waits until it is in force. */
export async function installJobAdmission(world: PolicyCluster): Promise<void> {
  const applied = await world.cluster.kubectl(["apply", "-f", "deploy/admission-jobs/"]);
  if (applied.code !== 0) throw new Error(applied.stderr);
  await world.namespace("job-probe");
  await world.policy("job-probe", {
    namespaceSelector: only("job-probe"),
    appliesTo: ["Job"],
    rules: { backoffLimit: { max: 1, onViolation: "Reject" }, parallelism: { max: 1 } },
  });
  const probe = (spec: object): RawJob => ({
    kind: "Job",
    namespace: "job-probe",
    name: "job-probe",
    spec: { template: template(), ...spec },
  });
  await eventually(
    () => judgeRaw(world, probe({ backoffLimit: 9 }), false),
    ({ allowed }) => !allowed,
  );
  await eventually(
    () => judgeRaw(world, probe({ backoffLimit: 1, parallelism: 9, completions: 9 }), false),
    ({ warned }) => warned.length === 1,
  );
}

/** Applies deploy/admission-jobs-clamp beside it and waits until it is in force. */
export async function installJobClamping(world: PolicyCluster): Promise<void> {
  await installJobAdmission(world);
  const applied = await world.cluster.kubectl(["apply", "-f", "deploy/admission-jobs-clamp/"]);
  if (applied.code !== 0) throw new Error(applied.stderr);
  await world.namespace("clamped");
  await world.policy("clamped", {
    namespaceSelector: only("clamped"),
    appliesTo: ["Job"],
    onJobClamp: "Clamp",
    rules: { activeDeadlineSeconds: { max: 60 } },
  });
  const job: RawJob = { kind: "Job", namespace: "clamped", name: "probe", spec: { template: template() } };
  await eventually(
    () => makeRaw(world, job, false),
    ({ spec, warned }) => spec["activeDeadlineSeconds"] === 60 && warned.length === 1,
  );
}
