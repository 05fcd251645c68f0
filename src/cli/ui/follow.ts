import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { type Logger, silentLogger } from "../../kube/log.ts";
import { createComeback } from "../../kube/reflector/comeback.ts";
import { listAll } from "../../kube/reflector/list.ts";
import { createReflector } from "../../kube/reflector/reflector.ts";
import { createStore, type Store } from "../../kube/store/store.ts";
import type { Row } from "../../ui/model/wire.ts";
import type { ClusterPort, Listener } from "../../ui/server/ports.ts";
import { slim } from "./slim.ts";
import type { World } from "./world.ts";

/** The tasks while somebody looks at them. */
export interface Tasks {
  /** Slim ones, without their pod templates, as they are known now. */
  list: () => BatchTask[];
  /** The same once they are known; read for this once where nobody follows them. Rejects as the client does. */
  now: (signal: AbortSignal) => Promise<BatchTask[]>;
  follow: ClusterPort["follow"];
}

/**
 * Follows the tasks of a namespace, or of all; one watch at a time.
 * @param rowOf makes a row of a task as it is now
 */
export function followedTasks(
  { context, cluster }: World,
  namespace: string | undefined,
  rowOf: (task: BatchTask) => Row,
): Tasks {
  const { clock, random } = context;
  const { client, transport } = cluster;
  let store: Store<BatchTask> | undefined;
  const list = () => store?.list() ?? [];
  let synced: ((signal: AbortSignal) => Promise<void>) | undefined;
  return {
    list,
    async now(signal) {
      if (!synced) return (await listAll(client, BATCHTASKS, { namespace, signal, transform: slim })).items;
      await synced(signal);
      return list();
    },
    async follow(listener, signal) {
      const own = createStore<BatchTask>({ onHandlerError: () => undefined });
      store = own;
      const common = { clock, random, client, transport, comeback: createComeback({ client, clock }) };
      const log = telling(listener);
      const reflector = createReflector<BatchTask>({
        ...common,
        log,
        resource: BATCHTASKS,
        store: own,
        namespace,
        transform: slim,
      });
      own.subscribe(({ type, object }) => {
        if (!reflector.synced) return;
        if (type === "Deleted") listener.changed({ upserts: [], deletes: [object.metadata.uid] });
        else listener.changed({ upserts: [rowOf(object)], deletes: [] });
      });
      synced = (waited) => reflector.whenSynced(AbortSignal.any([signal, waited]));
      reflector.whenSynced(signal).then(
        () => listener.synced(),
        () => undefined,
      );
      await reflector.run(signal);
      // One that took its time to end may have a successor by now.
      if (store === own) [store, synced] = [undefined, undefined];
    },
  };
}

/** Hears of each failed try to follow, and that it succeeds again. */
function telling(listener: Listener): Logger {
  let isAway = false;
  const fail = (_fields: object, message: string): void => {
    isAway = true;
    listener.state({ state: "away", message });
  };
  const log: Logger = {
    ...silentLogger,
    child: () => log,
    warn: fail,
    info() {
      if (isAway) listener.state({ state: "live" });
      isAway = false;
    },
  };
  return log;
}
