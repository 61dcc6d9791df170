FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.13-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index /wheels/*.whl
# No user of the image has this number: what is mounted is read, and nothing else is touched.
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["senderlint"]
CMD ["--help"]
