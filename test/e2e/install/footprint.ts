import { setTimeout } from "node:timers/promises";
import { NAMESPACE, type World } from "./world.ts";

/** What one pod of the operator takes of the node over some time. */
export interface Footprint {
  readonly pod: string;
  /** Most resident memory of its process that was seen, in MiB. */
  readonly peakMiB: number;
  /** Processor time over the time in question, in thousandths of one processor. */
  readonly milliCpu: number;
}

interface Sample {
  readonly atMs: number;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** Measures each pod while the action runs, by the counters of its own process, which come from /proc. */
export async function measure(
  world: World,
  pods: readonly string[],
  action: () => Promise<unknown>,
): Promise<Footprint[]> {
  const ended = new AbortController();
  const [samples] = await Promise.all([
    Promise.all(pods.map((pod) => sampleUntil(world, pod, ended.signal))),
    action().finally(() => ended.abort()),
  ]);
  return pods.map((pod, n) => footprint(pod, samples[n] ?? []));
}

const EVERY_MS = 2_000;

/** At least two samples: the first at once, the last after the signal. */
async function sampleUntil(world: World, pod: string, signal: AbortSignal): Promise<Sample[]> {
  const samples = [await sample(world, pod)];
  while (!signal.aborted) {
    await setTimeout(EVERY_MS, undefined, { signal }).catch(() => undefined);
    samples.push(await sample(world, pod));
  }
  return samples;
}

function footprint(pod: string, samples: readonly Sample[]): Footprint {
  const [before, after] = [samples.at(0), samples.at(-1)];
  if (!before || !after) throw new Error(`${pod} was not sampled`);
  const seconds = (after.atMs - before.atMs) / 1000;
  return {
    pod,
    peakMiB: Math.ceil(Math.max(...samples.map(({ residentBytes }) => residentBytes)) / 1024 ** 2),
    milliCpu: Math.round(((after.cpuSeconds - before.cpuSeconds) / seconds) * 1000),
  };
}

async function sample({ kubectl }: World, pod: string): Promise<Sample> {
  const path = `/api/v1/namespaces/${NAMESPACE}/pods/${pod}:8080/proxy/metrics`;
  const text = await kubectl("get", "--raw", path);
  const value = (name: string): number => {
    const found = new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1];
    if (found === undefined) throw new Error(`${pod} exports no ${name}`);
    return Number(found);
  };
  return {
    atMs: performance.now(),
    cpuSeconds: value("process_cpu_seconds_total"),
    residentBytes: value("process_resident_memory_bytes"),
  };
}

export const idle = (seconds: number) => () => setTimeout(seconds * 1000);
