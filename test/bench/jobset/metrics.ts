import { Agent, request } from "undici";
import { isRecord } from "../../../src/kube/json.ts";
import { parseMetrics, type Scrape } from "../measure/prometheus.ts";
import type { Stage } from "../stage.ts";

const ACCOUNT = "bench-metrics";

/** Reads the manager's metrics, which it gives to a ServiceAccount that may read them. */
export async function openMetrics(
  { client }: Stage,
  url: string,
  certificate: string,
): Promise<() => Promise<Scrape>> {
  const bodies = [
    ["/api/v1/namespaces/default/serviceaccounts", { metadata: { name: ACCOUNT } }],
    [
      "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
      {
        metadata: { name: ACCOUNT },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ kind: "ServiceAccount", name: ACCOUNT, namespace: "default" }],
      },
    ],
  ] as const;
  for (const [path, body] of bodies) await client.raw("POST", path, { body }).catch(ignoreExisting);
  const path = `/api/v1/namespaces/default/serviceaccounts/${ACCOUNT}/token`;
  const { text } = await client.raw("POST", path, { body: { spec: { expirationSeconds: 86_400 } } });
  const answer: unknown = JSON.parse(text);
  const status = isRecord(answer) ? answer["status"] : undefined;
  const token = isRecord(status) ? String(status["token"]) : "";
  const dispatcher = new Agent({ connect: { ca: certificate } });
  return async () => {
    const read = await request(url, { dispatcher, headers: { authorization: `Bearer ${token}` } });
    const body = await read.body.text();
    if (read.statusCode !== 200) throw new Error(`${url} answers ${read.statusCode}: ${body}`);
    return parseMetrics(body);
  };
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error) || !/AlreadyExists|409/.test(error.message)) throw error;
}
