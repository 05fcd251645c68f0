import { createMany, namesOf } from "./load.ts";
import { untilCollected } from "./measure/discovery.ts";
import { until, untilIdle } from "./measure/wait.ts";
import { openWitness } from "./measure/witness.ts";
import type { Amounts, Outcome, Scene } from "./modes/mode.ts";
import { openStage } from "./stage.ts";
import type { RunningOperator, StartOptions, Subject } from "./subjects/subject.ts";

const WARM_UP = 50;
const WARM_UP_MS = 120_000;

/** Starts a control plane and the subject on it, warms both up, measures, and takes everything down again. */
export async function measureOne(
  subject: Subject,
  mode: (scene: Scene) => Promise<Outcome>,
  amounts: Amounts,
  startOptions: StartOptions,
): Promise<Outcome> {
  const stage = await openStage();
  let operator: RunningOperator | undefined;
  try {
    await subject.install(stage);
    await untilCollected(stage, subject.resource);
    operator = await subject.start?.(stage, startOptions);
    const witness = await openWitness(stage, subject, () => mustRun(subject, operator));
    const scene: Scene = {
      stage,
      subject,
      witness,
      amounts,
      operator: () => operator,
      async restart(between) {
        if (subject.start === undefined) throw new Error(`${subject.name} has no operator`);
        await operator?.process.stop();
        operator = undefined;
        between();
        operator = await subject.start(stage, startOptions);
        return operator;
      },
    };
    try {
      await warmUp(scene);
      return await mode(scene);
    } finally {
      witness.close();
    }
  } finally {
    await operator?.process.stop();
    await stage.close();
  }
}

/** Nobody does what is waited for, once the operator has ended by itself. */
function mustRun({ name }: Subject, operator: RunningOperator | undefined): void {
  if (operator === undefined || operator.process.running()) return;
  const said = operator.process.errors() || operator.process.log();
  throw new Error(`${name} has ended by itself:\n${said.slice(-2_000)}`);
}

/** Some objects from beginning to end, so that what is loaded or compiled once is. */
async function warmUp({ stage, subject, witness, operator }: Scene): Promise<void> {
  await createMany(stage, subject, namesOf("warm-suspended", WARM_UP), { suspend: true });
  await createMany(stage, subject, namesOf("warm", WARM_UP), { suspend: false });
  const done = (): boolean => witness.count("settledAt") >= WARM_UP && witness.count("finishedAt") >= WARM_UP;
  const state = (): string =>
    `(${witness.count("jobAt")} Jobs, ${witness.count("settledAt")} settled, ${witness.count("finishedAt")} finished)`;
  await until("the warm-up's objects are done", WARM_UP_MS, done, state);
  const servers = (await stage.cluster.components()).map(({ process }) => process.pid);
  const running = operator();
  await untilIdle(running === undefined ? servers : [...servers, running.process.pid]);
}
