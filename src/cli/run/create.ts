import type { BatchTask } from "../../api/batchtask.ts";
import { API_VERSION, KIND } from "../../api/group.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { ApiError } from "../../kube/errors.ts";
import type { Cluster } from "../cluster/connect.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { NamedTask } from "./named.ts";
import { variable } from "./words.ts";

/** The manifest of a named task; without a namespace where none is asked for. Pure. @throws CliError */
export function taskManifest({ name, image, env, serviceAccount, command }: NamedTask, namespace?: string) {
  const container = {
    name: name.replaceAll(".", "-"),
    image,
    ...(command.length > 0 && { command: [...command] }),
    ...(env.length > 0 && { env: env.map(variable) }),
  };
  return {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: {
      template: {
        spec: {
          containers: [container],
          restartPolicy: "Never" as const,
          ...(serviceAccount !== undefined && { serviceAccountName: serviceAccount }),
        },
      },
    },
  };
}

/**
 * Creates the task; one that is there already is left as it is.
 * @throws CliError where it is there already
 */
export async function createNamed(
  { client, namespace }: Cluster,
  task: NamedTask,
  { dryRun, signal }: { dryRun: boolean; signal: AbortSignal },
): Promise<BatchTask> {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server fills in what is left out
    const object = taskManifest(task, namespace) as BatchTask;
    return await client.create(BATCHTASKS, object, { dryRun, fieldValidation: "Strict", signal });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    throw new CliError(
      error.detail,
      EXIT.Refused,
      `Take another name, or run it again by \`kubectl batchtask rerun ${task.name}\``,
    );
  }
}
