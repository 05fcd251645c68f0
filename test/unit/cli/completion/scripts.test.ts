import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { SCRIPTS } from "../../../../src/cli/completion/scripts.ts";

describe("completion", () => {
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
