import { readPackage, REPOSITORY } from "../../../deploy/image/labels.ts";

/**
 * What stands in for commands that need more than this machine has: they load images into a built cluster, and refuse
 * what no page says. No Docker answers.
 */
export function standIns(cluster: string): Record<string, string> {
  const image = `${REPOSITORY}:${readPackage(".").version}`;
  const load = `exec npm run -s cluster -- up --name ${cluster} --archive`;
  return {
    sudo: `exec "$@"`,
    docker: `[ "$*" = "build --tag ${image} ." ] && exec npm run -s image -- --out dist/docker.tar; exit 1`,
    kind: `case "$*" in
"create cluster --config deploy/kind.yaml") exec grep -q "^name: batchtask-try$" deploy/kind.yaml ;;
"load docker-image ${image} --name batchtask-try") ${load} dist/docker.tar ;;
"load image-archive dist/image.tar --name batchtask-try") ${load} dist/image.tar ;;
esac
exit 2`,
    k3s: `case "$*" in
"ctr images import dist/image.tar") ${load} dist/image.tar ;;
"kubectl config view --raw") exec cat "$KUBECONFIG_OF_ROOT" ;;
esac
exit 2`,
  };
}
