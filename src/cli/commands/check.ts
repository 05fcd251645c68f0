import { Command } from "commander";
import type { Finding } from "../check/finding.ts";
import { type Cluster, withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { addOutputOption, type GlobalOptions } from "../options.ts";
import { formatOf } from "../output/format.ts";
import { styleFor } from "../output/style.ts";
import type { Verb } from "../verb.ts";

const FORMATS = ["text", "json", "yaml"] as const;

interface Options extends GlobalOptions {
  output?: string;
  pre?: true;
  lease?: string;
}

/** `check`: may I install here (--pre), and is what is installed well. */
export const check: Verb = (context) =>
  addOutputOption(new Command("check"), FORMATS)
    .description(
      "is the installation well: CRDs, operator, admission, policies; exit code 1 where something is not",
    )
    .option("--pre", "before an installation: versions, your rights, and what is there already")
    .option(
      "--lease <namespace/name>",
      "the Lease of an operator of version 0.1.0, where it has another name than usual",
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const format = formatOf(options.output, FORMATS);
      if (options.lease !== undefined && !/^[^/]+\/[^/]+$/.test(options.lease))
        throw usageError(`--lease ${options.lease}: give NAMESPACE/NAME`);
      const findings = await withCluster(context, options, (cluster) =>
        options.pre ? before(context, cluster) : installed(context, cluster, options),
      );
      await print(context, options, { findings, kind: format.kind });
      if (findings.some(({ level }) => level === "failed")) context.exit(EXIT.No);
    });

async function before({ signal }: Context, cluster: Cluster): Promise<Finding[]> {
  const [{ probeOf }, { checkVersion }, { checkRights }, { checkCrds }, { checkOwnership }] =
    await Promise.all([
      import("../check/cluster-probe.ts"),
      import("../check/api-server.ts"),
      import("../check/rights.ts"),
      import("../check/crds.ts"),
      import("../check/ownership.ts"),
    ]);
  const probe = probeOf(cluster, signal);
  return [
    await checkVersion(probe),
    await checkRights(probe, cluster.namespace),
    ...(await checkCrds(probe, false)),
    ...(await checkOwnership(probe)),
  ];
}

async function installed({ signal }: Context, cluster: Cluster, { lease }: Options): Promise<Finding[]> {
  const [
    { probeOf },
    { checkVersion },
    { checkCrds },
    { checkOperator },
    { checkAdmission },
    { checkPolicies },
  ] = await Promise.all([
    import("../check/cluster-probe.ts"),
    import("../check/api-server.ts"),
    import("../check/crds.ts"),
    import("../check/operator.ts"),
    import("../check/admission.ts"),
    import("../check/policies.ts"),
  ]);
  const probe = probeOf(cluster, signal);
  return [
    await checkVersion(probe),
    ...(await checkCrds(probe, true)),
    ...(await checkOperator(probe, lease, cluster.now())),
    await checkAdmission(probe),
    ...(await checkPolicies(probe)),
  ];
}

async function print(
  context: Context,
  options: Options,
  { findings, kind }: { findings: readonly Finding[]; kind: string },
): Promise<void> {
  const { stdout } = context;
  if (kind === "json") return stdout.write(`${JSON.stringify({ findings }, undefined, 4)}\n`);
  if (kind === "yaml") {
    const { yamlText } = await import("../output/objects.ts");
    return stdout.write(await yamlText({ findings }));
  }
  const { checkText } = await import("../view/check.ts");
  stdout.write(checkText(findings, { style: styleFor(stdout, context, options), width: stdout.columns }));
}
