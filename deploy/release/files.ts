/** Names of a release's files that others than their makers look for. */
export interface FileNames {
  readonly image: string;
  readonly chart: string;
  readonly install: string;
  readonly sbom: string;
  readonly krew: string;
  readonly notes: string;
  readonly sums: string;
  readonly signature: string;
}

/** Pure. */
export function fileNames(version: string): FileNames {
  return {
    image: `batchtask-operator-${version}-image.tar`,
    chart: `batchtask-operator-${version}.tgz`,
    install: "install.yaml",
    sbom: "sbom.cdx.json",
    krew: "batchtask.yaml",
    notes: "notes.md",
    sums: "SHA256SUMS",
    signature: "SHA256SUMS.sig",
  };
}
