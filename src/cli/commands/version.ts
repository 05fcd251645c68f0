import { Command } from "commander";
import { withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { formatOf } from "../output/format.ts";
import { oneLine } from "../output/one-line.ts";
import { addOutputOption, type GlobalOptions } from "../options.ts";
import { VERSION, VERSION_TEXT } from "../release.ts";
import type { Verb } from "../verb.ts";

const FORMATS = ["text", "json", "yaml"] as const;

interface Options extends GlobalOptions {
  client?: true;
  output?: string;
}

interface Versions {
  clientVersion: string;
  nodeVersion: string;
  serverVersion?: string;
}

/** `version`: this program's, and the API server's. */
export const version: Verb = (context) =>
  addOutputOption(
    new Command("version").description("print the versions of this program and of the cluster"),
    FORMATS,
  )
    .option("--client", "only this program's; asks no cluster")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const format = formatOf(options.output, FORMATS);
      const versions: Versions = { clientVersion: VERSION, nodeVersion: process.version };
      if (!options.client) {
        versions.serverVersion = await withCluster(context, options, async ({ client }) => {
          const answer: unknown = JSON.parse((await client.raw("GET", "/version", context)).text);
          return gitVersion(answer);
        });
      }
      await print(context, format.kind, versions);
    });

async function print(context: Context, kind: string, versions: Versions): Promise<void> {
  if (kind === "json") return context.stdout.write(`${JSON.stringify(versions, undefined, 2)}\n`);
  if (kind === "yaml") {
    const { yamlText } = await import("../output/objects.ts");
    return context.stdout.write(await yamlText(versions));
  }
  context.stdout.write(`Client Version: ${VERSION_TEXT}\nNode.js Version: ${versions.nodeVersion}\n`);
  if (versions.serverVersion !== undefined)
    context.stdout.write(`Server Version: ${oneLine(versions.serverVersion)}\n`);
}

function gitVersion(answer: unknown): string {
  const known = typeof answer === "object" && answer !== null && "gitVersion" in answer;
  return known ? String(answer.gitVersion) : "unknown";
}
