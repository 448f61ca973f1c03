# webloupe with Chromium. Over stdio:  docker run -i --rm --init webloupe
# Over HTTP:  docker run --rm --init -p 127.0.0.1:8931:8931 -e WEBLOUPE_AUTH_TOKEN=… webloupe --port 8931 --host 0.0.0.0
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci --ignore-scripts
COPY scripts ./scripts
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends chromium fonts-liberation fonts-noto-color-emoji fonts-wqy-zenhei \
    && rm -rf /var/lib/apt/lists/*
# Docker's default seccomp profile denies Chromium the namespaces of its own sandbox: the container is the boundary
# then. With --security-opt seccomp=PROFILE that permits them, give -e WEBLOUPE_SANDBOX=true as well.
ENV NODE_ENV=production WEBLOUPE_EXECUTABLE_PATH=/usr/bin/chromium WEBLOUPE_SANDBOX=false
WORKDIR /app
COPY LICENSE package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 8931
ENTRYPOINT ["node", "/app/dist/main.js"]
