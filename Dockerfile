FROM python:3.13-slim
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY . .
RUN pip install --no-cache-dir --no-deps . && useradd --create-home itspm
USER itspm
WORKDIR /home/itspm
EXPOSE 8000
ENTRYPOINT ["itspm"]
