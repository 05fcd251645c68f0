/** What a pod's pause container runs: it reaps what a shared PID namespace leaves to it, and ends at once on SIGTERM. */
export const PAUSE = 'trap "exit 0" TERM INT; while :; do sleep 86400 & wait $!; done';
