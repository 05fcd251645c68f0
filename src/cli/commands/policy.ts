import { Command } from "commander";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import {
  addFileOptions,
  addOutputOption,
  addSelectorOptions,
  collect,
  type FileOptions,
} from "../options.ts";
import { counted } from "../output/count.ts";
import { formatOf } from "../output/format.ts";
import { type Style, styleFor } from "../output/style.ts";
import { type Column, table } from "../output/table.ts";
import type { Effect, Outcome } from "../policy-test/outcome.ts";
import type { SubjectOptions } from "../policy-test/subjects.ts";
import type { Verb } from "../verb.ts";
import { policyAffected } from "./policy-affected.ts";
import { policyExplain } from "./policy-explain.ts";

const FORMATS = ["table", "wide", "json", "yaml"] as const;

type Options = SubjectOptions & FileOptions & { output?: string };

/**
 * `policy test`, what policies would do to tasks before they are enforced; `policy explain`, what holds; `policy affected`,
 * what a policy did.
 */
export const policy: Verb = (context) =>
  new Command("policy")
    .description("work on BatchTaskPolicies")
    .addCommand(testCommand(context))
    .addCommand(policyExplain(context))
    .addCommand(policyAffected(context));

function testCommand(context: Context): Command {
  const command = new Command("test").description(
    "show what the policies in files would have done to the tasks of the cluster, were they enforced, and to the Jobs and CronJobs that they apply to; of all namespaces, unless -n names one",
  );
  return addOutputOption(addSelectorOptions(addFileOptions(command)), FORMATS)
    .option(
      "--task <file>",
      "the tasks of files instead of the cluster's, as if every policy selected their namespaces; may be repeated",
      collect,
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { kind } = formatOf(options.output, FORMATS);
      const { readPolicyFiles } = await import("../policies/sources.ts");
      const { testOnCluster, testOnFiles } = await import("../policy-test/subjects.ts");
      const tested = await readPolicyFiles(context, options);
      const outcomes = options.task
        ? await testOnFiles(context, options, tested)
        : await testOnCluster(context, options, tested);
      await print(context, options, kind, outcomes);
      if (outcomes.some(({ result }) => result === "Refused")) context.exit(EXIT.No);
    });
}

async function print(
  context: Context,
  options: Options,
  kind: (typeof FORMATS)[number],
  outcomes: readonly Outcome[],
): Promise<void> {
  const { stdout, stderr } = context;
  if (kind === "json") return stdout.write(`${JSON.stringify(outcomes, undefined, 2)}\n`);
  if (kind === "yaml") {
    const { yamlText } = await import("../output/objects.ts");
    return stdout.write(await yamlText(outcomes));
  }
  const wide = kind === "wide";
  const rows = outcomes.flatMap((outcome) => rowsOf(outcome, wide));
  const columns = columnsFor(styleFor(stdout, context, options));
  if (rows.length > 0)
    stdout.write(table(columns, rows, { wide, columns: wide ? undefined : stdout.columns }));
  const reasons = wide || !outcomes.some(({ result }) => result === "Refused") ? "" : "; -o wide says why";
  stderr.write(`${summary(outcomes)}${reasons}\n`);
}

/** What is told of one field; of a task that stays as it is, of the task. */
type Result = Outcome["result"] | "Defaulted";
type Row = Outcome & { shown: Result; effect: Effect | undefined };

/** A line for each thing that would happen; with -o wide also what is filled in, and tasks that stay as they are. */
function rowsOf(outcome: Outcome, wide: boolean): Row[] {
  const effects = wide ? outcome.effects : withoutReasons(outcome.effects);
  if (effects.length === 0) return wide ? [{ ...outcome, shown: outcome.result, effect: undefined }] : [];
  return effects.map((effect) => ({ ...outcome, shown: resultOf(effect), effect }));
}

/** Two reasons to refuse one value are one line where reasons have no column. */
function withoutReasons(effects: readonly Effect[]): Effect[] {
  return effects
    .filter(({ asked, applied }) => asked !== "" || applied === "")
    .filter((effect, at, all) => all.findIndex((one) => isSame(one, effect)) === at);
}

const isSame = (one: Effect, other: Effect): boolean =>
  one.field === other.field && one.applied === other.applied;

function resultOf({ asked, applied, warned }: Effect): Result {
  if (warned) return "Warned";
  if (applied === "") return "Refused";
  return asked === "" ? "Defaulted" : "Adjusted";
}

function columnsFor(style: Style): Column<Row>[] {
  const colours = {
    Refused: style.bad,
    Warned: style.warning,
    Adjusted: style.warning,
    Unchanged: style.good,
    Defaulted: style.good,
    NotSelected: style.faint,
  };
  return [
    { title: "NAMESPACE", value: ({ namespace }) => namespace },
    { title: "TASK", value: ({ task }) => task },
    { title: "RESULT", value: ({ shown }) => shown, paint: (text, { shown }) => colours[shown](text) },
    { title: "FIELD", value: ({ effect }) => effect?.field ?? "", elastic: "start" },
    { title: "ASKED", value: ({ effect }) => effect?.asked ?? "", elastic: "end" },
    { title: "APPLIED", value: ({ effect }) => effect?.applied ?? "", elastic: "end" },
    { title: "POLICY", value: ({ effect }) => effect?.policy ?? "", wide: true },
    { title: "MESSAGE", value: ({ effect }) => effect?.message ?? "", wide: true },
  ];
}

function summary(outcomes: readonly Outcome[]): string {
  const count = (wanted: Outcome["result"]) => outcomes.filter(({ result }) => result === wanted).length;
  const places = new Set(outcomes.map(({ namespace }) => namespace)).size;
  const where = outcomes.length === 0 ? "" : ` in ${counted(places, "namespace")}`;
  const filled = outcomes.filter(
    ({ result, effects }) => result === "Unchanged" && effects.length > 0,
  ).length;
  const defaults = filled === 0 ? "" : ` (${filled} of them with defaults filled in: -o wide)`;
  // A task has no slash in its name.
  const jobs = outcomes.filter(({ task }) => task.includes("/")).length;
  const tasks = counted(outcomes.length - jobs, "task");
  const all = jobs === 0 ? tasks : `${tasks} and ${jobs} of Job and CronJob`;
  const warned = jobs === 0 ? "" : `, ${count("Warned")} warned of`;
  return `${all}${where}: ${count("Refused")} refused${warned}, ${count("Adjusted")} adjusted, ${count("Unchanged")} unchanged${defaults}, ${count("NotSelected")} in namespaces that the policy does not select`;
}
