# syntax=docker/dockerfile:1
# docker build -t cornichon .
# docker run --rm --read-only --tmpfs /tmp --network none --cap-drop ALL --security-opt no-new-privileges \
#   -v "$PWD:/models:ro" cornichon scan .
ARG NODE=26-slim

FROM node:${NODE} AS build
WORKDIR /source
COPY . .
# No script of a dependency runs. Without the package "node" the snapshot is made for the Node of this image.
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && rm -r node_modules/node \
  && node scripts/build.mjs \
  && find dist/addons -mindepth 1 -maxdepth 1 ! -name 'linux-*' -exec rm -r {} +

FROM node:${NODE}
LABEL org.opencontainers.image.title="cornichon" \
  org.opencontainers.image.description="Gets models out of Python pickles safely: no Python runs, and nothing from the file runs." \
  org.opencontainers.image.url="https://cornichon.dev" \
  org.opencontainers.image.version="0.2.0" \
  org.opencontainers.image.licenses="MIT"
# Nothing is written but temporary files, in /tmp.
ENV NODE_ENV=production \
  CORNICHON_CACHE=off
COPY --from=build /source/package.json /source/LICENSE /opt/cornichon/
COPY --from=build /source/dist /opt/cornichon/dist
# A volume that is put there (docker-compose.yml) takes its owner over: nobody else writes to the spool.
RUN ln -s /opt/cornichon/dist/cli.js /usr/local/bin/cornichon && install -d -o 1000 -g 1000 -m 0700 /spool
WORKDIR /models
USER 1000:1000
ENTRYPOINT ["cornichon"]
CMD ["--help"]
