import type { Job } from "../../../src/api/job.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import { createReflector } from "../../../src/kube/reflector/reflector.ts";
import { createStore } from "../../../src/kube/store/store.ts";
import { JOBS } from "../../../src/api/resources.ts";
import type { World } from "./world.ts";

/** Every Job that was ever created in a namespace, those that are gone included. */
export interface JobRecord extends AsyncDisposable {
  created: Job[];
}

export async function recordJobs({ client, transport, namespace }: World): Promise<JobRecord> {
  const created: Job[] = [];
  const store = createStore<Job>({ onHandlerError: () => undefined });
  store.subscribe(({ type, object }) => {
    if (type === "Added") created.push(object);
  });
  const common = { clock: systemClock, random: Math.random, log: silentLogger };
  const reflector = createReflector({ ...common, resource: JOBS, namespace, client, transport, store });
  const stop = new AbortController();
  const running = reflector.run(stop.signal);
  await reflector.whenSynced(AbortSignal.timeout(20_000));
  return {
    created,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}
