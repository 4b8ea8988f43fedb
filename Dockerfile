# syntax=docker/dockerfile:1

# One file for the three services: docker build --build-arg SERVICE=ingest-service .
# docker-compose.yml builds and runs them all.

# Builds all three whatever SERVICE is, so that this stage runs once for three images.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/repository \
    mvn -Dmaven.repo.local=/repository --batch-mode --no-transfer-progress -DskipTests \
        --projects ingest-service,metrics-service,alert-service --also-make package

# Unpacked, because Micronaut finds no beans in the nested jars of a Spring Boot jar. In layers, so
# that a new version of the service ships without its libraries, which rarely change.
FROM build AS layers
ARG SERVICE
RUN test -n "${SERVICE}" || { echo "--build-arg SERVICE=... is missing" >&2; exit 1; }; \
    cp ${SERVICE}/target/${SERVICE}-*-exec.jar /service.jar \
    && java -Djarmode=tools -jar /service.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
# The image brings no HTTP client, and the health checks need one.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /service
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
# Owns nothing, so it cannot change what it runs. A number, so that a platform that refuses root can
# tell without looking into the image.
USER 10001:10001
# The heap takes its share of the container's memory, the rest is for threads, buffers and classes.
# A service that is out of memory ends and is started again; it has nothing unsaved.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "service.jar"]
