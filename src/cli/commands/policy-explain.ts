import { Command } from "commander";
import { withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { addOutputOption, type GlobalOptions } from "../options.ts";
import { formatOf } from "../output/format.ts";
import { styleFor } from "../output/style.ts";
import { type Column, table } from "../output/table.ts";
import type { Held } from "../policy-explain/one-held.ts";

const FORMATS = ["table", "json", "yaml"] as const;

/** `policy explain`: what holds in a namespace, and which policy says so. */
export function policyExplain(context: Context): Command {
  const command = new Command("explain").description(
    "show what holds for the tasks of a namespace: each bound with the policy that decides it, of all policies there and the built-in baseline together",
  );
  return addOutputOption(command, FORMATS).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions & { output?: string }>();
    const { kind } = formatOf(options.output, FORMATS);
    const { readPolicySet } = await import("../policies/from-cluster.ts");
    const { heldUnder } = await import("../policy-explain/held.ts");
    const { freezeLine } = await import("../policy-explain/freezes.ts");
    await withCluster(context, options, async ({ client, namespace }) => {
      const set = await readPolicySet(context, client, [namespace]);
      const now = context.clock.now();
      const guardrails = set.guardrails(namespace);
      const held = heldUnder(guardrails, now);
      const { stdout } = context;
      if (kind === "json") return stdout.write(`${JSON.stringify(held, undefined, 2)}\n`);
      if (kind === "yaml") {
        const { yamlText } = await import("../output/objects.ts");
        return stdout.write(await yamlText(held));
      }
      const style = styleFor(stdout, context, options);
      stdout.write(`${style.strong(`Namespace ${namespace}`)}\n`);
      const frozen = freezeLine(guardrails, now);
      if (frozen !== undefined) stdout.write(`${frozen}\n`);
      return stdout.write(table(columns, held, { columns: stdout.columns }));
    });
  });
}

/** What becomes of a task beyond the bound, in words. */
const OTHERWISE = {
  Clamp: "the bound is applied",
  Reject: "refused",
  Queue: "waits",
  "": "",
} as const satisfies Record<Held["otherwise"], string>;

const columns: Column<Held>[] = [
  { title: "RULE", value: ({ rule }) => rule, elastic: "start" },
  { title: "BOUND", value: ({ bound }) => bound },
  { title: "VALUE", value: ({ value }) => value, elastic: "end" },
  {
    title: "BEYOND",
    value: ({ otherwise, mode }) => (mode === "Warn" ? "only warned of" : OTHERWISE[otherwise]),
  },
  { title: "POLICY", value: ({ policy }) => policy },
];
