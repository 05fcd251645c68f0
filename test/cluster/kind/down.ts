import type { Settings } from "../options.ts";
import { deleteKind, forgetKind, kindClusters, kindsMadeHere, kindThatAnswers } from "./command.ts";

/** Deletes the kind cluster of this name, however far it was made; false where kind has none, of which no file stays. */
export async function downKind({ environment, name, report }: Settings): Promise<boolean> {
  const kind = await kindThatAnswers(environment);
  if (kind === undefined) {
    if (kindsMadeHere(environment).includes(name))
      report(
        `A kind cluster ${name} was made here. Docker or kind doesn't answer: if it is there, it stays.`,
      );
    return false;
  }
  if (!(await kindClusters(kind, environment)).includes(name)) {
    forgetKind(name, environment);
    return false;
  }
  await deleteKind(kind, name, environment);
  return true;
}
