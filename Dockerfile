# The operator's image: Node.js, one bundled file for the operator and one for `helm test`. The last stage has no
# shell and no package manager, runs as user 65532 and writes nothing.
#
#   docker build --tag ghcr.io/batchtask/batchtask-operator:0.2.0-dev .
#
# Docker needs BuildKit for it: its package docker-buildx, or DOCKER_BUILDKIT=1 on 20.10. The builder before that knows
# no --chmod. No `syntax` line: what is used here any BuildKit has (0.8 and newer), and its image would need a registry.
#
# buildah 1.28 and older want --build-arg BUNDLE=build as well: they don't follow a default into a stage's name.
#
# Pin the bases by digest for a release: --build-arg BASE_IMAGE=gcr.io/distroless/nodejs24-debian13@sha256:…
# From bundles that are built already (npm run build), without any network, on a base of one's own that has
# /nodejs/bin/node; `npm run image -- --dockerfile` does so, with the Node.js of this checkout:
#
#   docker build --build-arg BUNDLE=prebuilt --build-arg BASE_IMAGE=localhost/node24 .
ARG BUILD_IMAGE=node:24-trixie-slim
ARG BASE_IMAGE=gcr.io/distroless/nodejs24-debian13:nonroot
ARG BUNDLE=build

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src src
COPY deploy/image deploy/image
RUN npm run build

FROM scratch AS prebuilt
COPY dist /src/dist

FROM ${BUNDLE} AS bundle

FROM ${BASE_IMAGE}
ARG VERSION=0.2.0-dev
ARG REVISION=unknown
ARG SOURCE=https://github.com/batchtask/batchtask-operator
LABEL org.opencontainers.image.title="batchtask-operator" \
  org.opencontainers.image.description="A Kubernetes operator that runs BatchTasks as Jobs inside a platform team's guardrails and keeps their results." \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.source="${SOURCE}"
WORKDIR /app
COPY --from=bundle --chown=0:0 --chmod=0444 /src/dist/operator.mjs /src/dist/install-check.mjs /src/dist/kubectl-batchtask /app/
USER 65532:65532
# Memory that is given back sooner, and a small young generation: docs/decisions/0006-resources.md.
ENV NODE_ENV=production MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=16384
EXPOSE 8080
ENTRYPOINT ["/nodejs/bin/node", "--max-semi-space-size=2"]
CMD ["/app/operator.mjs"]
