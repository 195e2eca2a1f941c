"""How the web server runs: `gunicorn --config deploy/gunicorn.conf.py app:app`.

Every value can be overridden on the command line.
"""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
# Two processes for each core, as gunicorn advises; SQLite is happiest with one.
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 15
keepalive = 5

# Heartbeats go to memory: on a slow disk a busy process looks dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True

# No access log: addresses under /registrations/ and /join/ are keys to a person's data, and the
# Referer and the network address are personal too. Count requests at the proxy.
accesslog = None
errorlog = "-"
loglevel = "info"

# Addresses, so that rate limits count people and not the proxy: who may say them.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
