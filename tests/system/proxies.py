"""Proxies for tests, on loopback: HTTP (with CONNECT) and SOCKS5, which remember where they were asked to lead.

Whatever name they are given, they lead to one address: what lies behind a proxy is known to it alone.
"""
import socket
import socketserver
import struct
import threading


def pump(a, b):
    try:
        while data := a.recv(65536):
            b.sendall(data)
    except OSError:
        pass
    for end in (a, b):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def join(client, server):
    threading.Thread(target=pump, args=(server, client), daemon=True).start()
    pump(client, server)


class HttpHandler(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline()
        head = [line]
        while head[-1] not in (b"\r\n", b""):
            head.append(self.rfile.readline())
        if not line:
            return
        method, target, _ = line.decode().split()
        self.server.asked.append(f"{method} {target}")
        self.server.heads.append(b"".join(head).decode())
        if self.server.refusal:
            self.wfile.write(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % self.server.refusal)
            return
        with socket.create_connection(self.server.target) as server:
            if method == "CONNECT":
                self.wfile.write(b"HTTP/1.1 200 Go\r\n\r\n")
            else:
                path = "/" + target.split("/", 3)[3]
                kept = [h for h in head[1:-1] if not h.lower().startswith((b"proxy-", b"connection"))]
                server.sendall(f"GET {path} HTTP/1.1\r\n".encode() + b"".join(kept) + b"Connection: close\r\n\r\n")
            join(self.connection, server)


class SocksHandler(socketserver.StreamRequestHandler):
    def handle(self):
        _, methods = self.rfile.read(2)
        self.rfile.read(methods)
        self.wfile.write(b"\x05\x00")
        _, _, _, kind = self.rfile.read(4)
        size = self.rfile.read(1)[0] if kind == 3 else {1: 4, 4: 16}[kind]
        name = self.rfile.read(size)
        (port,) = struct.unpack(">H", self.rfile.read(2))
        self.server.asked.append(f"{name.decode() if kind == 3 else socket.inet_ntop(socket.AF_INET if kind == 1 else socket.AF_INET6, name)}:{port}")
        self.wfile.write(b"\x05" + bytes([self.server.refusal]) + b"\x00\x01\x00\x00\x00\x00\x00\x00")
        if self.server.refusal:
            return
        with socket.create_connection(self.server.target) as server:
            join(self.connection, server)


class Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, handler, target, refusal=0):
        super().__init__(("127.0.0.1", 0), handler)
        self.target, self.refusal = target, refusal
        self.asked, self.heads = [], []
        self.address = "127.0.0.1:%d" % self.server_address[1]
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def handle_error(self, request, client_address):
        pass

    def close(self):
        self.shutdown()
        self.server_close()
