import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { complete } from "../../../../src/cli/completion/complete.ts";
import { SCRIPTS } from "../../../../src/cli/completion/scripts.ts";

/** A program like ours: a verb with a live name, one with verbs of its own, options of all kinds. */
function program(): Command {
  return new Command("kubectl batchtask")
    .option("-n, --namespace <name>", "the namespace")
    .option("--context <name>", "the context")
    .addCommand(new Command("get").description("list").argument("[name]").option("-w, --watch", "follow"))
    .addCommand(
      new Command("policy").addCommand(new Command("test").option("-f, --filename <file>", "file")),
    );
}

const words = async (...line: string[]) => {
  const { candidates, directive } = await complete(program(), line, async (what, { namespace = "-" }) => [
    `${what}-of-${namespace}`,
  ]);
  return [...candidates.map((one) => one.split("\t")[0]), `:${directive}`].join(" ");
};

describe("completion", () => {
  it.each([
    [[""], "get policy :4"],
    [["g"], "get :4"],
    [["-n", "x", "g"], "get :4"],
    [["get", ""], "task-of-- :4"],
    [["get", "-n", "team", ""], "task-of-team :4"],
    [["get", "--namespace=team", "t"], "task-of-team :4"],
    [["get", "x"], ":4"],
    [["get", "-n", ""], "namespace-of-- :4"],
    [["get", "--context", "c"], "context-of-- :4"],
    [["get", "--w"], "--watch :4"],
    [["get", "--n"], "--namespace :4"],
    [["policy", ""], "test :4"],
    [["policy", "test", "-f", ""], ":0"],
    [["policy", "test", "-f", "x", "--"], "--context --filename --namespace :4"],
  ])("%j gives %s", async (line, expected) => {
    expect(await words(...line)).toBe(expected);
  });

  it("in bash asks the program and takes what it says", () => {
    const asked = `kubectl-batchtask() { printf '%s\\n' "$*" >&2; printf 'lint\\tdescribed\\nlist\\n:4\\n'; }
${SCRIPTS.bash.replaceAll("2>/dev/null", "")}
COMP_WORDS=(kubectl-batchtask -n "a b" li); COMP_CWORD=3
_kubectl_batchtask; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", asked], { encoding: "utf8" });
    expect(stderr).toBe("__complete -n a b li\n");
    expect(stdout).toBe("lint\nlist\n");
  });

  it("for kubectl is a program that passes its words on", () => {
    const script = SCRIPTS.kubectl.replace("exec kubectl-batchtask", "echo");
    const { stdout } = spawnSync("sh", ["-c", script, "sh", "get", "-n", ""], { encoding: "utf8" });
    expect(stdout).toBe("__complete get -n \n");
  });
});
