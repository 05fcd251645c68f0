import { isRecord } from "../../../src/kube/json.ts";
import type { Upstream } from "../proxy/upstream.ts";
import { tryJson } from "../support/json.ts";
import { toText } from "./mutate.ts";
import type { Input } from "./inputs.ts";

/** What the API server said to one input. */
export interface Fed {
  readonly input: Input;
  readonly status: number;
  readonly message: string;
}

const headersOf = (type: string) => ({ "content-type": `application/${type}` });
const tasksOf = (namespace: string): string =>
  `/apis/batchtask.dev/v1alpha1/namespaces/${namespace}/batchtasks`;

/** Applies an input as a new task. */
export async function feed(upstream: Upstream, namespace: string, input: Input): Promise<Fed> {
  const body = toText({
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name: input.name, namespace },
    spec: input.spec,
  });
  const headers = headersOf("json");
  return answerTo(input, await upstream.send({ method: "POST", path: tasksOf(namespace), headers, body }));
}

/** Puts an input's spec over that of the task that is there. */
export async function refeed(upstream: Upstream, namespace: string, input: Input): Promise<Fed> {
  const path = `${tasksOf(namespace)}/${input.name}`;
  const headers = headersOf("merge-patch+json");
  const body = toText({ spec: input.spec });
  return answerTo(input, await upstream.send({ method: "PATCH", path, headers, body }));
}

async function answerTo(
  input: Input,
  { statusCode, body }: Awaited<ReturnType<Upstream["send"]>>,
): Promise<Fed> {
  const said = tryJson(await body.text());
  const message = isRecord(said) && typeof said["message"] === "string" ? said["message"] : "";
  return { input, status: statusCode, message };
}
