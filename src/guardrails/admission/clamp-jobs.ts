import { RULES } from "../chain.ts";
import { unlessExempt } from "../exempt/cel.ts";
import { SYSTEM_NAMESPACES } from "../jobs/judge-job.ts";
import { celIsOwn, celStillHolds } from "../text/changed.ts";
import { ADJUSTED, CLAMPS, IS_ANNOTATED, LINES } from "./adjusted.ts";
import { inlined, neededBy } from "./needed.ts";
import { OF_JOB } from "./job-variables.ts";
import { mutatingAdmission } from "./mutating.ts";
import { MAY_MATCH, type Variable, VARIABLES } from "./variables.ts";

/** Lines of one rule of one policy, so that the annotation stays short whatever a Job asks for. */
const MOST_LINES = 10;

const OWN = `variables.lines.exists(line, ${celIsOwn("line")})`;

const COMMON: readonly Variable[] = [
  ...OF_JOB,
  {
    name: "pointer",
    expression: "request.kind.kind == 'CronJob' ? '/spec/jobTemplate/spec' : '/spec'",
  },
  ...VARIABLES,
  LINES,
  CLAMPS,
  { name: "judged", expression: "variables.clamps && variables.matches && variables.changed" },
];

const ADJUSTING = RULES.flatMap(({ name, celAdjust }) => (celAdjust ? [{ name, ...celAdjust }] : []));

/** What is said of a rule's changes, and what of it is kept. */
function saidOf(rule: string): Variable[] {
  const [all, most] = [`variables.${rule}All`, MOST_LINES];
  const more = `'policy ' + variables.policy + ' changes ' + string(size(${all}) - ${most}) + ' more: ${rule}'`;
  return [
    {
      name: `${rule}All`,
      expression: `variables.${rule}Changes.map(one, string(one.says).split('\\n')).flatten().filter(line, line != '')`,
    },
    {
      name: `${rule}Said`,
      expression: `size(${all}) > ${most} ? ${all}.slice(0, ${most}) + [${more}] : ${all}`,
    },
  ];
}

const variablesOf = ({ name, changes, variables = {} }: (typeof ADJUSTING)[number]): Variable[] => [
  ...Object.entries(variables).map(([own, expression]) => ({ name: own, expression })),
  { name: `${name}Changes`, expression: `variables.judged ? (${unlessExempt(name, changes)}) : []` },
  ...saidOf(name),
];

/** CEL: what stands before the field in a sentence about what was filled in. */
const FOR = "(' for ' + variables.root)";

/** The annotation as a JSON pointer. */
const PATH = `'/metadata/annotations/${ADJUSTED.replace("/", "~1")}'`;

/** The annotation with other lines, in an order that is the same whichever policy came first. */
const write = (lines: string): string =>
  `JSONPatch{op: 'add', path: ${PATH}, value: (${lines}).sort().join('\\n')}`;

/**
 * What a policy said of an object before is no longer so once its spec is another one; but what it filled in stands in
 * the object for an author who still does not ask for it.
 */
function forget(): string {
  const others = `variables.lines.filter(line, !${celIsOwn("line")} || ${celStillHolds("line")})`;
  const isStale = `${OWN} && variables.changed && !variables.made`;
  return `!(${isStale}) ? [] : size(${others}) == 0 ? [JSONPatch{op: 'remove', path: ${PATH}}] : [${write(others)}]`;
}

/** One value is filled in by one policy: of two the later one has the lower default. */
function adjust(rules: readonly string[]): string {
  const [changes, said] = ["Changes", "Said"].map(
    (what) => `(${rules.map((rule) => `variables.${rule}${what}`).join(" + ")})`,
  );
  const field = (text: string): string => `${text}.substring(${text}.lastIndexOf(${FOR}))`;
  const isOutdated = `${said}.exists(other, other.contains(${FOR}) && line.contains(${FOR}) && ${field("other")} == ${field("line")})`;
  const lines = `variables.lines.filter(line, !(${isOutdated})) + ${said}`;
  const map = `(${IS_ANNOTATED} ? [] : [JSONPatch{op: 'add', path: '/metadata/annotations', value: {}}])`;
  const values = `${changes}.map(one, JSONPatch{op: 'add', path: variables.pointer + string(one.path), value: one.value})`;
  return `size(${changes}) == 0 ? [] : ${values} + ${map} + [${write(lines)}]`;
}

/** Each patch takes the API server through the whole object, so neighbours in the chain share one where they can. */
function patches(): string[][] {
  return ADJUSTING.reduce<{ rules: string[]; isOpen: boolean }[]>((all, { name, ownPatch = false }) => {
    const last = all.at(-1);
    if (ownPatch || !last?.isOpen) return [...all, { rules: [name], isOpen: !ownPatch }];
    return [...all.slice(0, -1), { ...last, rules: [...last.rules, name] }];
  }, []).map(({ rules }) => rules);
}

/**
 * Fills in and clamps Jobs at creation, and CronJobs at creation and edit, by policies with onJobClamp: Clamp: what
 * `adjust` makes of a BatchTask. Each patch sees what those before it have made.
 */
export function clampJobsPolicy(): object[] {
  const holding = ADJUSTING.map(({ holds }) => `(${holds})`).join(" + ");
  const variables = [...COMMON, ...ADJUSTING.flatMap(variablesOf), { name: "holding", expression: holding }];
  const mutations = [forget(), ...patches().map(adjust)];
  return mutatingAdmission({
    name: "batchtask-policy-jobs-clamp",
    rules: [
      { plural: "jobs", operations: ["CREATE"] },
      { plural: "cronjobs", operations: ["CREATE", "UPDATE"] },
    ],
    matchConditions: [
      { name: "clamps", expression: inlined(`${MAY_MATCH} && variables.clamps || ${OWN}`, variables) },
    ],
    variables: neededBy(mutations, variables),
    mutations,
    notIn: SYSTEM_NAMESPACES,
  });
}
