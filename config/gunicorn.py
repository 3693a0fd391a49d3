"""How gunicorn serves in production. Behind a proxy, which alone can reach it."""

import os

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
# Longer than a proxy keeps an idle connection, which is a minute: one that is closed as
# a request comes in is a save that failed.
keepalive = 75
graceful_timeout = 20
# A worker that has served so many requests gives its memory back.
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"
forwarded_allow_ips = "*"
accesslog = "-"
logger_class = "config.accesses.Accesses"
control_socket_disable = True
