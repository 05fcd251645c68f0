import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { complete } from "../../../../src/cli/completion/complete.ts";

/** A program like ours: a verb with a live name, one with verbs of its own, options of all kinds. */
function program(): Command {
  return new Command("kubectl batchtask")
    .option("-n, --namespace <name>", "the namespace")
    .option("--context <name>", "the context")
    .option("--cluster [name]", "the cluster")
    .addCommand(new Command("get").description("list").argument("[name]").option("-w, --watch", "follow"))
    .addCommand(
      new Command("policy")
        .addCommand(new Command("test").option("-f, --filename <file>", "file"))
        .addCommand(new Command("affected").argument("<policy>")),
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
    [["get", "--cluster", "c"], "cluster-of-- :4"],
    [["get", "--cluster", "-n", "team", ""], "task-of-team :4"],
    [["get", "--w"], "--watch :4"],
    [["get", "--n"], "--namespace :4"],
    [["policy", ""], "affected test :4"],
    [["policy", "affected", ""], "policy-of-- :4"],
    [["policy", "test", "-f", ""], ":0"],
    [["policy", "test", "-f", "x", "--"], "--cluster --context --filename --namespace :4"],
  ])("%j gives %s", async (line, expected) => {
    expect(await words(...line)).toBe(expected);
  });
});
