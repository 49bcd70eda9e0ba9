# The sources run as they are: the first stage only fetches the dependencies.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json ./
COPY src src
COPY flows flows
COPY data data
RUN mkdir var node_modules/.cache && chown node:node var node_modules/.cache
USER node
VOLUME /app/var
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://localhost:' + (process.env.PORT || 3000) + '/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1, so that a stop signal reaches it and turns are finished.
CMD ["node", "--import", "./src/compile-cache.js", "--min-semi-space-size=8", "--max-semi-space-size=8", "--max-old-space-size=256", "--no-allocation-site-pretenuring", "--v8-pool-size=2", "src/main.ts"]
