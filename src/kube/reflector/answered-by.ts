import type { Client, ListOptions } from "../client.ts";
import type { KubeObject } from "../object.ts";
import type { Resource } from "../resource.ts";
import type { ApiRequest, Transport } from "../transport/transport.ts";
import type { Comeback } from "./comeback.ts";

interface Ways {
  transport: Pick<Transport, "stream">;
  client: Pick<Client, "list">;
}

/** The same ways to the API server, on which nothing waits for an answer from before its return. */
export function answeredBy(comeback: Comeback, { transport, client }: Ways): Ways {
  const never = new AbortController().signal;
  return {
    transport: {
      stream: (request: ApiRequest) =>
        comeback.answered((signal) => transport.stream({ ...request, signal }), request.signal ?? never),
    },
    client: {
      list: <T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}) =>
        comeback.answered((signal) => client.list(resource, { ...options, signal }), options.signal ?? never),
    },
  };
}
