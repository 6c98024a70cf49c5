"""A master to test the courier against: mutual TLS, a certificate authority of its own, and answers to order."""

import base64
import datetime
import hashlib
import http.server
import json
import random
import socket
import ssl
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from keys import unpadded


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject, public_key, issuer, issuer_key, days=90, ca=False, start=None):
    start = start or datetime.datetime.utcnow() - datetime.timedelta(minutes=5)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


class Authority:
    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = _certificate(_name("test CA"), self.key.public_key(), _name("test CA"), self.key, ca=True)

    def issue(self, request, days=90, start=None):
        assert request.is_signature_valid
        return _certificate(request.subject, request.public_key(), self.certificate.subject, self.key, days, start=start)


class Master:
    """Answers like the real one until told otherwise: answers.append(function) changes the next answer to events."""

    def __init__(self, folder, authority, require_client=False, port=0, like=None):
        self.authority = authority
        self.token = "one-time-token"
        self.token_key = None
        self.events = {}  # id -> line
        self.requests = []  # (path, client certificate or None, body)
        self.statuses = []  # (id, status) in the order they were answered
        self.beats = []
        self.answers = []
        self.policy = {}
        self.days = 90
        self.certificate_start = None
        self.connections = 0
        self._changed = threading.Condition()
        self._closing = threading.Event()
        key = self.key = like.key if like else ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(_name("localhost"), key.public_key(), _name("localhost"), key)
        self.pin = b64(
            hashlib.sha256(
                key.public_key().public_bytes(
                    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
                )
            ).digest()
        )
        self._listen(folder, key, certificate, require_client, port)

    def _listen(self, folder, key, certificate, require_client, port):
        pem = serialization.Encoding.PEM
        folder.mkdir(exist_ok=True)
        (folder / "server.pem").write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + certificate.public_bytes(pem)
        )
        (folder / "ca.pem").write_bytes(self.authority.certificate.public_bytes(pem))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem")
        context.load_verify_locations(folder / "ca.pem")
        context.verify_mode = ssl.CERT_REQUIRED if require_client else ssl.CERT_OPTIONAL
        master = self

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def process_request_thread(self, request, address):
                master.connections += 1
                try:
                    request.settimeout(20)
                    wrapped = context.wrap_socket(request, server_side=True)
                except OSError:
                    self.shutdown_request(request)
                    return
                super().process_request_thread(wrapped, address)

            def handle_error(self, request, address):
                pass

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                master._serve(self)

        self._server = Server(("127.0.0.1", port or closed_port()), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _serve(self, handler):
        client = handler.connection.getpeercert(True)
        handler.close_connection = True
        with self._changed:
            self.requests.append((handler.path, client, None))
            self._changed.notify_all()
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        with self._changed:
            self.requests[-1] = (handler.path, client, body)
            self._changed.notify_all()
        if not body:
            return
        answer = {
            "/v1/dc/enrol": self._enrol,
            "/v1/dc/renew": self._renew,
            "/v1/dc/heartbeat": self._beat,
            "/v1/password-events": self._take_events,
        }[handler.path](client, body)
        if answer is None:
            return  # cut off without a word
        status, headers, content = answer
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)
        with self._changed:
            self._changed.notify_all()

    def _enrol(self, client, body):
        request = json.loads(body)
        key = x509.load_der_x509_csr(unpadded(request["csr"])).public_key().public_numbers()
        # Good once: for one key. The same request may come again, when its answer was lost.
        if request["token"] != self.token or self.token_key not in (None, key):
            return 401, {}, b"{}"
        self.token_key = key
        self.enrolled = request
        return self._issue(request)

    def _issue(self, request):
        csr = x509.load_der_x509_csr(unpadded(request["csr"]))
        certificate = self.authority.issue(csr, self.days, self.certificate_start)
        self.issued = certificate
        content = {
            "certificate": b64(certificate.public_bytes(serialization.Encoding.DER)),
            "pins": [self.pin],
            **self.policy,
        }
        return 200, {}, json.dumps(content).encode()

    def _renew(self, client, body):
        return (401, {}, b"{}") if client is None else self._issue(json.loads(body))

    def _beat(self, client, body):
        if client is None:
            return 401, {}, b"{}"
        with self._changed:
            self.beats.append(json.loads(body))
            self._changed.notify_all()
        return 200, {}, json.dumps({"pins": [self.pin], "time": int(time.time()), **self.policy}).encode()

    def _take_events(self, client, body):
        if client is None:
            return 401, {}, b"{}"
        if self.answers:
            return self.answers.pop(0)(self, body)
        return self.accept(body)

    def accept(self, body, decide=lambda event_id, line: None):
        lines = []
        with self._changed:
            for text in body.decode().splitlines():
                line = json.loads(text)
                event_id = event_id_of(line)
                status = decide(event_id, line) or ("duplicate" if event_id in self.events else "accepted")
                if status == "accepted":
                    self.events[event_id] = line
                self.statuses.append((event_id, status))
                lines.append(json.dumps({"id": event_id, "st": status, "why": "as told"}))
            self._changed.notify_all()
        return 200, {}, ("\n".join(lines) + "\n").encode()

    def think(self, seconds):
        """Answers that late."""
        self._closing.wait(seconds)

    def silence(self):
        """Keeps a connection open without a word until the master closes."""
        self._closing.wait(60)

    def token_text(self, pin=None, port=None):
        return f"pwc1:127.0.0.1:{port or self.port}:{pin or self.pin}:one-time-token"

    def await_that(self, condition, what, seconds=120):
        with self._changed:
            if not self._changed.wait_for(condition, seconds):
                raise AssertionError(f"not within {seconds} s: {what}")

    def close(self):
        if self._closing.is_set():
            return
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()


def event_id_of(line):
    if "miss" in line:
        return line["miss"]["id"]
    return json.loads(unpadded(line["jwe"].split(".")[0]))["pwc"]["id"]


def closed_port():
    """A port on which nobody listens, below those that systems draw for connections: nobody is given it meanwhile."""
    while True:
        port = random.randrange(12_000, 20_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
