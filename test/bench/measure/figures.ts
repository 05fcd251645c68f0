/** Every figure that a mode may give: how tables name it, and its unit's digits. */
export const FIGURES = {
  objects: { label: "objects", digits: 0 },
  perSecond: { label: "objects/s", digits: 1 },
  lastTenth: { label: "rate of the last tenth, against the first", digits: 2 },
  createP50Ms: { label: "create p50 ms", digits: 1 },
  createP99Ms: { label: "create p99 ms", digits: 1 },
  serverCreateMs: { label: "create in the API server, mean ms", digits: 1 },
  jobExistsP50Ms: { label: "created → Job exists p50 ms", digits: 1 },
  jobExistsP99Ms: { label: "created → Job exists p99 ms", digits: 1 },
  statusP50Ms: { label: "Job finished → status p50 ms", digits: 1 },
  statusP99Ms: { label: "Job finished → status p99 ms", digits: 1 },
  requestsPerObject: { label: "all requests per object", digits: 2 },
  writesPerObject: { label: "operator's writes per object", digits: 2 },
  briefWritesPerObject: { label: "operator's writes per object, without progress that lasted", digits: 2 },
  readsPerObject: { label: "operator's reads per object", digits: 2 },
  looksPerObject: { label: "operator's looks per object", digits: 2 },
  statusBytes: { label: "status of a finished object, bytes", digits: 0 },
  conflicts: { label: "operator's conflicts", digits: 0 },
  eventsLost: { label: "operator's events lost", digits: 0 },
  operatorCpuMs: { label: "operator CPU ms per object", digits: 2 },
  totalCpuMs: { label: "CPU of operator and servers, ms per object", digits: 1 },
  loadCpuMs: { label: "CPU of the load's client, ms per object", digits: 1 },
  eventLoopP50Ms: { label: "event-loop delay p50 ms", digits: 1 },
  eventLoopP99Ms: { label: "event-loop delay p99 ms", digits: 1 },
  eventLoopMaxMs: { label: "event-loop delay max ms", digits: 0 },
  emptyRssMb: { label: "RSS with no object MiB", digits: 1 },
  rssMb: { label: "RSS with the last object settled MiB", digits: 1 },
  restRssMb: { label: "RSS at the end of the rest MiB", digits: 1 },
  rssPerObjectKb: { label: "RSS growth per object KiB", digits: 1 },
  heapMb: { label: "live heap MiB", digits: 1 },
  heapPerObjectKb: { label: "live heap per object KiB", digits: 1 },
  restSeconds: { label: "seconds at rest", digits: 0 },
  restWrites: { label: "operator's writes at rest", digits: 0 },
  restReads: { label: "operator's reads at rest", digits: 0 },
  restChanges: { label: "objects changed at rest", digits: 0 },
  restCpuPercent: { label: "operator CPU at rest, % of a core", digits: 2 },
  restartSeconds: { label: "restart → first new Job s", digits: 2 },
  restartTurnMs: { label: "longest turn of the event loop in that time, modules loaded ms", digits: 0 },
  restartChanges: { label: "old objects changed by a restart", digits: 0 },
  restartWrites: { label: "operator's writes after a restart", digits: 0 },
} as const;

export type FigureName = keyof typeof FIGURES;

/** What one measurement gave; a figure that it can't have is not there. */
export type Figures = Partial<Record<FigureName, number>>;

/** Leaves out what is undefined. */
export function figures(values: { readonly [Name in FigureName]?: number | undefined }): Figures {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
