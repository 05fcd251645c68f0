import type { BatchTask, BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { PolicyRules } from "../../../src/api/policy/rules.ts";
import { BATCHTASKS, JOBS, POLICIES } from "../../../src/api/resources.ts";
import { eventually } from "../support/eventually.ts";
import { newTask } from "../support/world.ts";
import { only, type PolicyCluster } from "./cluster.ts";

/** The tasks of one namespace. */
export interface Tasks {
  create(name: string, spec?: Partial<BatchTaskSpec>): Promise<BatchTask>;
  edit(name: string, spec: object): Promise<BatchTask>;
  until(name: string, wanted: (task: BatchTask) => boolean): Promise<BatchTask>;
  /** The Job of the task's latest run. */
  job(name: string): Promise<Job | undefined>;
  jobs(): Promise<Job[]>;
}

export function tasksIn({ client }: Pick<PolicyCluster, "client">, namespace: string): Tasks {
  const read = async (name: string): Promise<BatchTask> => {
    const task = await client.get(BATCHTASKS, { namespace, name });
    if (!task) throw new Error(`There is no BatchTask ${namespace}/${name}`);
    return task;
  };
  return {
    create: (name, spec) => client.create(BATCHTASKS, newTask(namespace, name, spec)),
    edit: (name, spec) => client.mergePatch(BATCHTASKS, { namespace, name }, { spec }),
    until: (name, wanted) => eventually(() => read(name), wanted),
    job: async (name) => client.get(JOBS, { namespace, name: (await read(name)).status?.run?.jobName ?? "" }),
    jobs: async () => (await client.list(JOBS, { namespace })).items,
  };
}

/** The tasks of a new namespace under a policy of the same name, which the operator knows. */
export async function tasksUnder(world: PolicyCluster, name: string, rules: PolicyRules): Promise<Tasks> {
  await world.namespace(name);
  await world.policy(name, { namespaceSelector: only(name), rules });
  await eventually(
    () => world.client.get(POLICIES, { name }),
    (policy) => policy?.status?.namespaces === 1,
  );
  return tasksIn(world, name);
}

export const readyOf = (task: BatchTask) => task.status?.conditions?.find(({ type }) => type === "Ready");
