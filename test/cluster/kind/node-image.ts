/** Name of the image of kind's nodes that `npm run kind:image` makes, without its tag. */
export const NODE_REPOSITORY = "localhost/batchtask-node";

/** Whether a node of this image has no registry to pull from, so that it takes stand-ins. */
export function isMadeHere(nodeImage: string | undefined): boolean {
  return nodeImage?.startsWith(`${NODE_REPOSITORY}:`) ?? false;
}
