"""A program that is told by webhooks: prints each message, answers as it was asked."""

import http.server
import json
import sys
import time

ANSWERS = [int(one) for one in sys.argv[1].split(",")]


def say(line: str) -> None:
    """Tell whoever started this program."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers with the next of the statuses, the last of them for ever.

    A status of 0 is an answer that never comes to its end, a letter at a time.
    """

    def do_POST(self) -> None:
        """Print what came."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        say(json.dumps({"headers": dict(self.headers), "body": body}))
        status = ANSWERS.pop(0) if len(ANSWERS) > 1 else ANSWERS[0]
        if status == 0:
            self.drip()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def drip(self) -> None:
        """Keep whoever waits for one piece at a time waiting."""
        for _ in range(200):
            self.wfile.write(b"H")
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        """Say nothing else."""


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
say(str(server.server_port))
server.serve_forever()
