# The scanner as an image: one native file on a base without shell and package manager.
#   docker buildx build --platform linux/amd64,linux/arm64 --build-arg VERSION=0.1.0 --build-arg REVISION=$(git rev-parse HEAD) --sbom=true \
#     -t REGISTRY/ephemeral-scanner:0.1.0 .
# A native program is linked on a machine of its kind, so each platform builds on its own (emulated or on a node of that kind).
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled

FROM ${SDK} AS build
RUN apt-get update && apt-get install -y --no-install-recommends clang zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
ARG REVISION=""
# The lock files say which packages. git is not there: the program has the revision from here.
RUN SourceRevisionId=${REVISION} ./publish.sh && mkdir /image && cp artifacts/linux-*/scanner artifacts/linux-*/scanner.cdx.json /image/

FROM ${BASE}
ARG VERSION=0.0.0
ARG REVISION=""
LABEL org.opencontainers.image.title="ephemeral-scanner" \
      org.opencontainers.image.description="Tells, by server-side dry runs, whether a privileged ephemeral container would be admitted" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build --chown=0:0 --chmod=0555 /image/scanner /scanner
# What the file is made of, where scanners of images look for it.
COPY --from=build --chown=0:0 --chmod=0444 /image/scanner.cdx.json /usr/share/sbom/scanner.cdx.json
# Nobody, by number: kubelets check runAsNonRoot without knowing names.
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/scanner"]
