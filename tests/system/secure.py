"""TLS for tests: certificates made by openssl, and servers that hold to them or break them."""
import socket
import ssl
import subprocess
import threading

from news_server import NewsServer


class Authority:
    """A certificate authority in a folder."""

    def __init__(self, folder, name="Test CA"):
        self.folder = folder
        folder.mkdir()
        self.file, self.key = folder / "ca.pem", folder / "ca.key"
        self._run("req", "-x509", *KEY, "-keyout", self.key, "-out", self.file, "-subj", f"/CN={name}", "-days", "2")

    @staticmethod
    def _run(*args):
        subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True)

    def certify(self, host, days=2):
        """Certificate and key of a host, in one file."""
        base = self.folder / f"{host}{days}"
        request, extensions, certificate, key = (base.with_name(f"{base.name}.{end}") for end in ("req", "ext", "pem", "key"))
        extensions.write_text(f"subjectAltName=DNS:{host}\n")
        self._run("req", *KEY, "-keyout", key, "-out", request, "-subj", f"/CN={host}")
        self._run("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self.key, "-CAcreateserial", "-days", days,
                  "-extfile", extensions, "-out", certificate)
        certificate.write_text(certificate.read_text() + key.read_text())
        return certificate

    def self_signed(self, host):
        certificate = self.folder / f"{host}-self.pem"
        self._run("req", "-x509", *KEY, "-keyout", certificate.with_suffix(".key"), "-out", certificate, "-subj", f"/CN={host}",
                  "-addext", f"subjectAltName=DNS:{host}", "-days", "2")
        certificate.write_text(certificate.read_text() + certificate.with_suffix(".key").read_text())
        return certificate


KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


def context(certificate, newest=None):
    it = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    it.load_cert_chain(certificate)
    if newest:
        it.set_ciphers("ALL:@SECLEVEL=0")
        it.minimum_version = ssl.TLSVersion.TLSv1
        it.maximum_version = newest
    return it


class SecureNewsServer(NewsServer):
    def __init__(self, context):
        self.context = context
        super().__init__()

    def _listen(self, host):
        super()._listen(host)
        server = self._servers[host]
        # the handshake is made by the first read, in the thread of the connection
        server.socket = self.context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)

    def url(self, path, host="news.test"):
        return f"https://{host}:{self.port}{path}"


class RawServer:
    """Gives each connection, as it comes, to a function in a thread of its own."""

    def __init__(self, serve):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.serve, self.closing, self.connections = serve, threading.Event(), []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection):
        try:
            with connection:
                self.serve(connection, self.closing)
        except OSError:
            pass

    def close(self):
        self.closing.set()
        self.socket.close()
