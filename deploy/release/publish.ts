import { REPOSITORY, SOURCE } from "../image/labels.ts";
import { fileNames } from "./files.ts";

/** What is left to do once a release is made, which needs accounts: commands, in their order. Pure. */
export function publishingCommands(version: string, image: string): string[] {
  const names = fileNames(version);
  const repository = SOURCE.replace("https://github.com/", "");
  return [
    `git push origin main v${version}`,
    "cd dist/release",
    `skopeo copy --all --preserve-digests oci-archive:${names.image}:${version} docker://${REPOSITORY}:${version}`,
    `cosign sign ${image}`,
    `helm push ${names.chart} oci://${REPOSITORY}-chart`,
    `gh release create v${version} --repo ${repository} --verify-tag --title ${version} --notes-file ${names.notes} $(ls | grep -v ${names.notes})`,
    `kubectl krew install --manifest=${names.krew}   # then a pull request with it to kubernetes-sigs/krew-index`,
  ];
}
