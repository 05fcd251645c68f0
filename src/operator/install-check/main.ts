/**
 * Runs one BatchTask on the cluster around this pod: what `helm test` does. Exit code 1 if it did not succeed,
 * 2 if a flag is missing.
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { inCluster } from "../../kube/access/in-cluster.ts";
import { proxyVariables } from "../../kube/access/proxy-variables.ts";
import { createClient } from "../../kube/client.ts";
import { systemClock } from "../../kube/clock.ts";
import { createTransport } from "../../kube/transport/transport.ts";
import { checkInstall } from "./check.ts";

const NAME = "batchtask-install-check";
const report = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    namespace: { type: "string" },
    image: { type: "string" },
    "image-pull-secret": { type: "string", multiple: true, default: [] },
    "timeout-seconds": { type: "string", default: "240" },
  },
});
const { namespace, image } = values;
if (namespace === undefined || image === undefined) {
  process.stderr.write("--namespace and --image are needed: where the BatchTask runs, and with what\n");
  process.exit(2);
}
const access = await inCluster({
  host: process.env["KUBERNETES_SERVICE_HOST"],
  port: process.env["KUBERNETES_SERVICE_PORT"],
  proxies: proxyVariables(process.env),
  clock: systemClock,
});
const transport = createTransport({ access, clock: systemClock, random: Math.random, userAgent: NAME });
const problem = await checkInstall({
  client: createClient(transport, {
    fieldManager: NAME,
    onWarning: ({ text }) => report(`Warning: ${text}`),
  }),
  clock: systemClock,
  name: `${NAME}-${randomUUID().slice(0, 8)}`,
  namespace,
  image,
  imagePullSecrets: values["image-pull-secret"],
  timeoutSeconds: Number(values["timeout-seconds"]),
  report,
});
await transport.close();
if (problem !== undefined) {
  process.stderr.write(`The BatchTask did not succeed: ${problem}\n`);
  process.exit(1);
}
report("The BatchTask succeeded, and is removed again");
