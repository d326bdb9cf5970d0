# The service, and the key service, which is another program of the same image (config/compose.yaml runs both).
#
#   docker build -t cti-bridge .
#
# It runs as nobody in particular (uid 10001), writes to /var/lib/cti-bridge and -speech, the spool and /tmp only, and so bears a
# read-only file system. Both stages' npm ci and the build were tried outside a container, and the service ran from what
# they leave, without root; no engine has built the image yet.

FROM node:20.20-bookworm-slim AS build
WORKDIR /build
# Packages first: they change less often than the source.
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts/copy-assets.mjs scripts/
COPY src src
RUN npm run --silent build

FROM node:20.20-bookworm-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:20.20-bookworm-slim
ENV NODE_ENV=production \
    CTI_DATA_DIR=/var/lib/cti-bridge \
    CTI_HTTP_PORT=8080
# Speaks the texts of flows, unless speech.provider is http.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends espeak-ng \
  && rm -rf /var/lib/apt/lists/*
# The group is that of the spool: FreeSWITCH writes there, the service reads and erases.
RUN groupadd --gid 10001 cti-spool \
  && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin cti \
  && install -d -o cti -g cti-spool -m 0700 /var/lib/cti-bridge \
  && install -d -o cti -g cti-spool -m 2750 /var/lib/cti-speech \
  && install -d -o cti -g cti-spool -m 0700 /var/lib/cti-recordings
WORKDIR /opt/cti-bridge
COPY --from=packages /packages/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json LICENSE ./
COPY config config
USER 10001:10001
VOLUME /var/lib/cti-bridge
EXPOSE 8080
# Alive, not ready: a service that waits for its database still carries calls, and must not be restarted for that.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CTI_HTTP_PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node"]
CMD ["dist/main.js"]
