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

/** Applies an input as a task; the second time as an edit of the one that is there. */
export async function feed(upstream: Upstream, namespace: string, input: Input): Promise<Fed> {
  const collection = `/apis/batchtask.dev/v1alpha1/namespaces/${namespace}/batchtasks`;
  const object = {
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name: input.name, namespace },
    spec: input.spec,
  };
  const headers = { "content-type": "application/json" };
  const answer = await upstream.send({
    method: "POST",
    path: collection,
    headers,
    body: toText(object),
  });
  const said = tryJson(await answer.body.text());
  const message = isRecord(said) && typeof said["message"] === "string" ? said["message"] : "";
  return { input, status: answer.statusCode, message };
}

/** A spec that replaces the one that is there. */
export async function refeed(upstream: Upstream, namespace: string, { name, spec }: Input): Promise<void> {
  const path = `/apis/batchtask.dev/v1alpha1/namespaces/${namespace}/batchtasks/${name}`;
  const headers = { "content-type": "application/merge-patch+json" };
  const answer = await upstream.send({ method: "PATCH", path, headers, body: toText({ spec }) });
  await answer.body.dump();
}
