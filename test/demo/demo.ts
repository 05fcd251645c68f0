import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { styleText } from "node:util";
import { type Cluster, up } from "../cluster/index.ts";
import { type Case, CASES, IMAGES, SECRET_VALUE } from "../examples/cases.ts";
import { freePort } from "../examples/free-port.ts";
import { FOLDER, manifestsOf } from "../examples/manifests.ts";
import { type OperatorProcess, startOperator } from "../examples/operator.ts";
import { findSecret } from "../examples/secret.ts";
import { prepareStage, type Stage } from "../examples/stage.ts";
import { atNextMinute } from "../examples/soon.ts";
import { judge } from "../examples/verdict.ts";
import { Watcher } from "../examples/watcher.ts";
import { aligned, board } from "./board.ts";
import type { DemoOptions } from "./options.ts";
import type { Screen } from "./screen.ts";

const NAMESPACE = "batchtask-demo";
/** Name of the cluster that --keep leaves running. */
const KEPT = "demo";
const LONGEST_MS = 8 * 60_000;
const LOOK_MS = 500;

export interface DemoContext {
  options: DemoOptions;
  screen: Screen;
  environment: Record<string, string | undefined>;
  /** Folder for the operator's log. */
  folder: string;
  signal: AbortSignal;
}

/** Runs the demo from nothing to its table of outcomes. True: every example ended as it must. */
export async function demo(context: DemoContext): Promise<boolean> {
  const { options, screen, environment, signal } = context;
  const { keep, kubeconfig, context: contextName, provider = "auto", nodeImage } = options;
  const cluster = await up({
    environment,
    name: keep ? KEPT : `${KEPT}-${process.pid}`,
    nodes: { real: true },
    provider,
    nodeImage,
    owner: keep ? "none" : process.pid,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(contextName !== undefined && { context: contextName }),
    report: (line) => screen.say(line),
    signal,
  });
  if (keep && cluster.kind !== "existing" && !cluster.started)
    throw new Error(`A demo that was kept still runs. End it first: npm run cluster -- down --name ${KEPT}`);
  let operator: OperatorProcess | undefined;
  let stage: Stage | undefined;
  try {
    stage = await prepareStage(cluster, NAMESPACE);
    if (cluster.kind === "built")
      screen.say(
        `Images ${IMAGES.join(" and ")} are local stand-ins made from a static busybox: nothing is pulled.`,
      );
    const logFile = join(context.folder, "operator.log");
    operator = await startOperator(cluster, { logFile, port: await freePort() });
    screen.say(`The operator runs as process ${operator.pid}; its log: ${logFile}`);
    return await play(context, stage, logFile);
  } finally {
    await stage?.close();
    if (keep && operator) leave(context, cluster, operator);
    else {
      await operator?.stop();
      await cleanUp(cluster, screen);
    }
  }
}

async function play(
  { options, screen, signal }: DemoContext,
  stage: Stage,
  logFile: string,
): Promise<boolean> {
  const cases = CASES.filter((example) => canRun(example, stage.cluster));
  for (const { name } of CASES.filter((example) => !cases.includes(example)))
    screen.say(`skipped: ${name}, since no container really runs on this cluster`);
  const watcher = new Watcher(
    stage,
    cases.map(({ name }) => name),
  );
  for (const { name, trigger } of cases) {
    const input = await manifestsOf(name, trigger && atNextMinute(Date.now()));
    const { code, stderr } = await stage.kubectl(["apply", "-f", "-"], { input });
    if (code !== 0) throw new Error(`${FOLDER}/${name}.yaml: ${stderr}`);
  }
  screen.say(
    `Applied ${cases.length} examples of ${FOLDER} in namespace ${NAMESPACE}. Retries and deadlines take Kubernetes' own time: about two minutes in all. What runs each night has the next full minute for its time.\n`,
  );
  const end = performance.now() + LONGEST_MS;
  while (!signal.aborted && performance.now() < end) {
    await watcher.look(Date.now());
    const open = cases.filter(
      (example, n) => !judge(example, watcher.sightings[n] ?? fail(example), Date.now()).settled,
    );
    screen.show(board(watcher.sightings, options.color), open.length === 0);
    if (open.length === 0) break;
    if (stage.cluster.has.realNode) await readLogs(watcher, open);
    await setTimeout(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  if (signal.aborted) throw new Error("\nInterrupted, before all examples had ended.");
  return report({ options, screen }, { stage, watcher, cases, logFile });
}

function canRun({ needsContainers = false }: Case, { has }: Cluster): boolean {
  return has.realNode || !needsContainers;
}

function fail({ name }: Case): never {
  throw new Error(`${name} is not watched`);
}

async function readLogs(watcher: Watcher, open: readonly Case[]): Promise<void> {
  for (const { name, logs } of open) {
    const sighting = watcher.sightings.find((one) => one.name === name);
    const complete = sighting && logs.every((text) => [...sighting.logs].some((line) => line.includes(text)));
    if (sighting && !complete) await watcher.readLogs(sighting);
  }
}

interface Played {
  stage: Stage;
  watcher: Watcher;
  cases: readonly Case[];
  logFile: string;
}

/** The table of outcomes, then what else was to be shown: a refusal, and a secret that stays one. */
async function report(
  { options, screen }: Pick<DemoContext, "options" | "screen">,
  { stage, watcher, cases, logFile }: Played,
): Promise<boolean> {
  const paint = (style: "green" | "red", text: string) => (options.color ? styleText(style, text) : text);
  const verdicts = cases.map((example, n) => {
    const sighting = watcher.sightings[n] ?? fail(example);
    const wanted = stage.cluster.has.realNode ? example : { ...example, logs: [] };
    const { problems } = judge(wanted, sighting, Date.now());
    const log = [...sighting.logs].find((line) => line.includes(example.logs.at(-1) ?? "")) ?? "";
    const reason = example.reason ?? example.phase;
    return {
      good: problems.length === 0,
      row:
        problems.length === 0
          ? [example.name, paint("green", "as it must be"), reason, log]
          : [example.name, paint("red", "WRONG"), problems.join("; "), ""],
    };
  });
  screen.say("");
  for (const line of aligned([
    ["TASK", "OUTCOME", "REASON", "FROM ITS LOG"],
    ...verdicts.map(({ row }) => row),
  ]))
    screen.say(line);
  const refused = await stage.kubectl(["apply", "-f", `${FOLDER}/refused/restart-always.yaml`]);
  screen.say(`\n$ kubectl apply -f ${FOLDER}/refused/restart-always.yaml\n${refused.stderr.trim()}`);
  const leaks = await findSecret(stage, SECRET_VALUE, logFile);
  screen.say(
    leaks.length === 0
      ? "\nThe password of database-backup shows in no status, no event and no log."
      : `\n${paint("red", "LEAKED")}: the password shows in ${leaks.join(", ")}`,
  );
  return verdicts.every(({ good }) => good) && refused.code !== 0 && leaks.length === 0;
}

function leave({ screen }: DemoContext, cluster: Cluster, operator: OperatorProcess): void {
  operator.leave();
  screen.say(`\nThe cluster and the operator (process ${operator.pid}) go on. To look around:`);
  screen.say(`  export KUBECONFIG=${cluster.kubeconfig}`);
  screen.say(`  ${cluster.kubectlPath} --namespace ${NAMESPACE} get batchtasks`);
  screen.say(`To end them:\n  kill ${operator.pid}; npm run cluster -- down --name ${cluster.name}`);
}

async function cleanUp(cluster: Cluster, screen: Screen): Promise<void> {
  if (cluster.kind === "existing") {
    await cluster.kubectl(["delete", "namespace", NAMESPACE, "--wait=false"]);
    screen.say(
      `Namespace ${NAMESPACE} is being deleted; the CRDs stay: kubectl delete -f crds/ removes them.`,
    );
  } else await cluster.down();
}
