import { readyOf } from "../../api/condition.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import { API_VERSION, KIND } from "../../api/group.ts";
import type { Client } from "../../kube/client.ts";
import type { Clock } from "../../kube/clock.ts";
import { BATCHTASKS } from "../../api/resources.ts";

export interface CheckOptions {
  client: Pick<Client, "create" | "get" | "delete">;
  clock: Clock;
  /** Name and namespace of the BatchTask. */
  name: string;
  namespace: string;
  /** An image whose entrypoint is Node.js: the operator's own. */
  image: string;
  imagePullSecrets: readonly string[];
  timeoutSeconds: number;
  /** Told each change of phase. */
  report: (line: string) => void;
}

const EVERY_MS = 500;

/**
 * Runs one BatchTask and waits until it has ended. Removes it if it succeeded; else leaves it to be looked at.
 * @returns why it did not succeed; undefined where it did
 */
export async function checkInstall(options: CheckOptions): Promise<string | undefined> {
  const { client, name, namespace, report } = options;
  const { metadata } = await client.create(BATCHTASKS, manifest(options), { fieldValidation: "Strict" });
  report(`BatchTask ${namespace}/${name} is created`);
  const problem = await untilFinished(options);
  if (problem !== undefined) return problem;
  const exactly = { uid: metadata.uid, propagationPolicy: "Background" } as const;
  await client.delete(BATCHTASKS, { namespace, name }, exactly);
  return undefined;
}

async function untilFinished(options: CheckOptions): Promise<string | undefined> {
  const { client, clock, name, namespace, timeoutSeconds, report } = options;
  const deadline = clock.monotonic() + timeoutSeconds * 1000;
  let seen = "the operator has not looked at it";
  while (clock.monotonic() < deadline) {
    const { status } = (await client.get(BATCHTASKS, { namespace, name })) ?? {};
    const now = wordsOf(status);
    if (now !== undefined && now !== seen) report(now);
    seen = now ?? seen;
    if (isFinished(status)) return status?.phase === "Succeeded" ? undefined : `it ended as ${seen}`;
    await clock.sleep(EVERY_MS);
  }
  return `it had not ended after ${timeoutSeconds} s: ${seen}`;
}

function wordsOf(status: BatchTask["status"]): string | undefined {
  return status?.phase && `${status.phase}: ${readyOf(status)?.message ?? ""}`;
}

function isFinished(status: BatchTask["status"]): boolean {
  return (
    status?.conditions?.some(({ type, status: truth }) => type === "Finished" && truth === "True") === true
  );
}

/** A task that a namespace which enforces Pod Security `restricted` takes. */
function manifest({ name, namespace, image, imagePullSecrets }: CheckOptions): BatchTask {
  const task = {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: { name, namespace },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 120,
      ttlSecondsAfterFinished: 600,
      template: {
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })),
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65_532,
            runAsGroup: 65_532,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "hello",
              image,
              args: ["-e", "console.log('Hello from a BatchTask')"],
              resources: {
                requests: { cpu: "50m", memory: "64Mi" },
                limits: { cpu: "1", memory: "128Mi" },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
            },
          ],
        },
      },
    },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server adds uid and version
  return task as unknown as BatchTask;
}
