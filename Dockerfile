# The scanner as an image: one native file on a base without shell and package manager.
#   docker buildx build --platform linux/amd64,linux/arm64 --build-arg VERSION=0.1.0 --sbom=true -t REGISTRY/ephemeral-scanner:0.1.0 .
# A native program is linked on a machine of its kind, so each platform builds on its own (emulated or on a node of that kind).
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled

FROM ${SDK} AS build
RUN apt-get update && apt-get install -y --no-install-recommends clang zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# The lock files say which packages; CI=true keeps the paths of this machine out of the file.
RUN CI=true ./publish.sh && mkdir /image && cp artifacts/linux-*/scanner /image/scanner

FROM ${BASE}
ARG VERSION=0.0.0
ARG REVISION=""
LABEL org.opencontainers.image.title="ephemeral-scanner" \
      org.opencontainers.image.description="Tells, by server-side dry runs, whether a privileged ephemeral container would be admitted" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build --chown=0:0 --chmod=0555 /image/scanner /scanner
# Nobody, by number: kubelets check runAsNonRoot without knowing names.
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/scanner"]
