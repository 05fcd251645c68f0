import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { startProcess } from "../../../bench/measure/process.ts";
import { freePort } from "../../../examples/free-port.ts";
import { scaled } from "./scaled.ts";

/** What the label `namespace` of the scraped target is, and so of every alert. */
export const PLATFORM = "platform";

const alertsSchema = z.object({
  data: z.object({
    alerts: z.array(
      z.object({
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()),
        state: z.enum(["pending", "firing"]),
      }),
    ),
  }),
});
const rulesSchema = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() })),
      }),
    ),
  }),
});

export type Alert = z.output<typeof alertsSchema>["data"]["alerts"][number];
export type Rule = z.output<typeof rulesSchema>["data"]["groups"][number]["rules"][number];

/** A Prometheus that scrapes one target each second and evaluates the shipped rules as often. */
export interface Prometheus {
  alerts(): Promise<Alert[]>;
  rules(): Promise<Rule[]>;
  stop(): Promise<void>;
}

/**
 * @param folder of its configuration and its data
 * @param target host and port of an operator
 * @param factor how many times shorter the durations of the rules are
 */
export async function startPrometheus(
  binary: string,
  { folder, target, factor }: { folder: string; target: string; factor: number },
): Promise<Prometheus> {
  writeFileSync(
    join(folder, "rules.yaml"),
    scaled(readFileSync("deploy/observability/rules.yaml", "utf8"), factor),
  );
  const labels = { namespace: PLATFORM, pod: "operator-0" };
  const configuration = {
    global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
    rule_files: ["rules.yaml"],
    scrape_configs: [{ job_name: "batchtask", static_configs: [{ targets: [target], labels }] }],
  };
  writeFileSync(join(folder, "prometheus.yaml"), stringify(configuration));
  const address = `127.0.0.1:${await freePort()}`;
  const server = await startProcess({
    name: "prometheus",
    argv: [
      binary,
      `--config.file=${join(folder, "prometheus.yaml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
    ],
    logs: folder,
    readyUrl: `http://${address}/-/ready`,
  });
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`http://${address}/api/v1/${path}`)).json();
  return {
    alerts: async () => alertsSchema.parse(await ask("alerts")).data.alerts,
    rules: async () => rulesSchema.parse(await ask("rules")).data.groups.flatMap(({ rules }) => rules),
    stop: () => server.stop(),
  };
}
