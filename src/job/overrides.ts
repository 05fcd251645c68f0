import type { BatchTaskSpec } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import { RERUN_ANNOTATION, RERUN_OVERRIDES_ANNOTATION } from "../api/group.ts";
import { askedOverridesSchema, LONGEST_OVERRIDES, type Overrides } from "../api/overrides.ts";
import type { Run } from "../api/status.ts";

const DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
const FORM =
  '{"rerun": the value of batchtask.dev/rerun, "container": NAME, "env": [{"name": NAME, "value": VALUE}], "args": [ARG]}';

type Annotations = Record<string, string> | undefined;
type AskedOverrides = Pick<Run, "overrides" | "invalidOverrides">;

/**
 * The overrides that annotations ask for, for the run that their rerun starts; nothing where they go with another
 * rerun, and what is wrong with them where they can't be read. Pure.
 */
export function askedOverrides(annotations: Annotations): AskedOverrides {
  const { [RERUN_ANNOTATION]: rerun, [RERUN_OVERRIDES_ANNOTATION]: text } = annotations ?? {};
  if (text === undefined || rerun === undefined) return {};
  if (text.length > LONGEST_OVERRIDES)
    return invalid(
      `has ${text.length} characters, and at most ${LONGEST_OVERRIDES} are taken: give less, or edit spec`,
    );
  const read = parse(text);
  if ("wrong" in read) return invalid(`${read.wrong}: write ${FORM}, or remove it`);
  const { rerun: asked, ...overrides } = read.overrides;
  return asked === rerun ? { overrides: defined(overrides) } : {};
}

/** The run with those overrides that annotations ask for, in place of its own. Pure. */
export function withAskedOverrides(run: Run, annotations: Annotations): Run {
  const { overrides: _, invalidOverrides: __, ...rest } = run;
  return { ...rest, ...askedOverrides(annotations) };
}

function invalid(what: string): AskedOverrides {
  return { invalidOverrides: `Annotation ${RERUN_OVERRIDES_ANNOTATION} ${what}` };
}

function parse(text: string) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: "is not JSON" };
  }
  const { data, error } = askedOverridesSchema.safeParse(value);
  if (data) return { overrides: data };
  const [{ path, message } = { path: [], message: "" }] = error.issues;
  return { wrong: `is wrong${path.length > 0 ? ` at ${path.join(".")}` : ""}: ${message}` };
}

/** Why a run can't have its overrides; undefined where it can. Pure. */
export function objectionToOverrides(
  { overrides, invalidOverrides }: AskedOverrides,
  { template }: Pick<BatchTaskSpec, "template">,
): string | undefined {
  if (invalidOverrides !== undefined || !overrides) return invalidOverrides;
  const wanted = containerOf(overrides, template);
  const names = (template.spec?.containers ?? []).map(({ name }) => name);
  if (wanted !== undefined && names.includes(wanted)) return undefined;
  return `The overrides of this rerun are for container ${wanted}, and spec.template.spec.containers has ${names.join(", ")}: name one of them`;
}

/** The pod template with the overrides of one run; as it is where the container is not there. Pure. */
export function withOverrides<T extends BatchTaskSpec["template"]>(
  template: T,
  overrides: Overrides | undefined,
): T {
  if (!overrides || !template.spec) return template;
  const name = containerOf(overrides, template);
  const containers = template.spec.containers.map((container) => {
    if (container.name !== name) return container;
    const { env, args } = overrides;
    return { ...container, ...(env && { env: replaced(container.env, env) }), ...defined({ args }) };
  });
  return { ...template, spec: { ...template.spec, containers } };
}

type PodSpec = NonNullable<BatchTaskSpec["template"]["spec"]>;
type Env = NonNullable<PodSpec["containers"][number]["env"]>;

/** A variable stays in its place: those after it may refer to it. New ones come last. */
function replaced(env: Env = [], by: NonNullable<Overrides["env"]>): Env {
  const values = new Map(by.map((one) => [one.name, one]));
  const known = new Set(env.map(({ name }) => name));
  return [...env.map((one) => values.get(one.name) ?? one), ...by.filter(({ name }) => !known.has(name))];
}

/** The container that overrides are for, as kubectl chooses one. */
export function containerOf(
  { container }: Pick<Overrides, "container">,
  { metadata, spec }: BatchTaskSpec["template"],
): string | undefined {
  return container ?? metadata?.annotations?.[DEFAULT_CONTAINER] ?? spec?.containers[0]?.name;
}

const MOST_OF_A_LINE = 200;

/** Overrides in one line, as a shell would have them: `web: DAY=1 -- --full`. Pure. */
export function overridesText({ container, env = [], args }: Overrides): string {
  const words = [
    ...(container === undefined ? [] : [`${container}:`]),
    ...env.map(({ name, value }) => `${name}=${shellWord(value)}`),
    ...(args ? ["--", ...args.map(shellWord)] : []),
  ].join(" ");
  return words.length > MOST_OF_A_LINE ? `${words.slice(0, MOST_OF_A_LINE - 1)}…` : words;
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
