import { openStage, type Stage } from "./stage.ts";

/** Clusters, each started when it is first wanted. */
export interface Stages extends AsyncDisposable {
  readonly get: (name: string) => Promise<Stage>;
}

export function createStages(report: (line: string) => void): Stages {
  const open = new Map<string, Promise<Stage>>();
  return {
    get(name) {
      const stage = open.get(name) ?? openStage(name, report);
      open.set(name, stage);
      return stage;
    },
    async [Symbol.asyncDispose]() {
      for (const stage of open.values()) await (await stage).close();
    },
  };
}
