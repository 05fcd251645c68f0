/** The shells that `completion` knows; kubectl is its plugin completion for every shell. */
export const SHELLS = ["bash", "zsh", "fish", "kubectl"] as const;
export type Shell = (typeof SHELLS)[number];

/** What each script is for, and where it goes. */
export const INSTALL: Record<Shell, string> = {
  bash: "source <(kubectl-batchtask completion bash)",
  zsh: "source <(kubectl-batchtask completion zsh)",
  fish: "kubectl-batchtask completion fish | source",
  kubectl:
    "kubectl-batchtask completion kubectl > ~/.local/bin/kubectl_complete-batchtask && chmod +x ~/.local/bin/kubectl_complete-batchtask",
};

/** Each asks the program itself, by `__complete`, so none needs to be made anew for a new verb. */
export const SCRIPTS: Record<Shell, string> = {
  bash: `# kubectl-batchtask completion for bash: ${INSTALL.bash}
_kubectl_batchtask() {
  local line candidates=() directive=0
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :* ]]; then directive=\${line#:}; else candidates+=("\${line%%$'\\t'*}"); fi
  done < <(kubectl-batchtask __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  COMPREPLY=("\${candidates[@]}")
  if (( directive & 4 )); then
    [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace
  else
    compopt -o default
  fi
}
complete -F _kubectl_batchtask kubectl-batchtask
`,
  zsh: `#compdef kubectl-batchtask
# kubectl-batchtask completion for zsh: ${INSTALL.zsh}
_kubectl_batchtask() {
  local line directive=0
  local -a candidates
  while IFS= read -r line; do
    if [[ $line == :* ]]; then directive=\${line#:}; else candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}"); fi
  done < <(kubectl-batchtask __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then _describe 'batchtask' candidates; fi
  if (( ! (directive & 4) )); then _files; fi
}
compdef _kubectl_batchtask kubectl-batchtask
`,
  fish: `# kubectl-batchtask completion for fish: ${INSTALL.fish}
function __kubectl_batchtask_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (kubectl-batchtask __complete $words[2..-1] 2>/dev/null)
  for line in $lines[1..-2]
    echo $line
  end
  if test "$lines[-1]" = ":0"
    __fish_complete_path (commandline -ct)
  end
end
complete -c kubectl-batchtask -f -a "(__kubectl_batchtask_complete)"
`,
  kubectl: `#!/usr/bin/env sh
# What kubectl runs to complete \`kubectl batchtask\`, as kubectl_complete-batchtask on the PATH (kubectl 1.26 and later).
exec kubectl-batchtask __complete "$@"
`,
};
