import type { Remark } from "../finding.ts";
import { mapsIn, quoted } from "./texts.ts";

/** Containers whose command asks for a Job that is a task, as `kubectl wait job/NAME` does. */
export function jobCommands(object: Record<string, unknown>, tasks: readonly string[]): Remark[] {
  return mapsIn(object).flatMap(({ path, value: { command, args } }) =>
    ["command", "args"].flatMap((field) => {
      const words: unknown = field === "args" ? args : command;
      if (!Array.isArray(words)) return [];
      const text = words.join(" ");
      const name = tasks.find((task) => namesJob(text, task));
      return name === undefined ? [] : [remark(`${path}.${field}`, name)];
    }),
  );
}

const namesJob = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w.-])jobs?(?:\\.(?:v1\\.)?batch)?(?:/| +)${quoted(name)}(?![\\w.-])`, "u").test(text);

function remark(field: string, name: string): Remark {
  const message = `${field} asks for job/${name}, and there is none: \`kubectl wait --for=condition=Complete batchtask/${name}\` waits for the task (condition Finished: whatever its end), \`kubectl batchtask logs ${name}\` has its logs, and the role needs batchtasks`;
  return { severity: "warning", rule: "job-name", field, message };
}
