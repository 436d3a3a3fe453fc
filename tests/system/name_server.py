"""A name server for tests: on loopback, over UDP, with a memory of what it was asked."""
import socket
import struct
import threading

A, AAAA = 1, 28


class NameServer:
    """Answers with an address for each name, and is silent about some."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.names = {}
        self.silent = set()
        self.asked = []
        threading.Thread(target=self._serve, daemon=True).start()

    def put(self, name, *addresses):
        """Its IPv4 addresses; none: there is no such name."""
        self.names[name] = addresses

    def close(self):
        self.socket.close()

    def _serve(self):
        while True:
            try:
                question, client = self.socket.recvfrom(512)
            except OSError:
                return
            name, kind, end = read_question(question)
            self.asked.append(name)
            if name not in self.silent:
                self.socket.sendto(self._answer(question[:end], name, kind), client)

    def _answer(self, question, name, kind):
        addresses = self.names.get(name, ())
        records = [struct.pack(">HHHIH4s", 0xC00C, A, 1, 300, 4, socket.inet_aton(a)) for a in addresses if kind == A]
        flags = 0x8180 if addresses else 0x8183
        return question[:2] + struct.pack(">HHHHH", flags, 1, len(records), 0, 0) + question[12:] + b"".join(records)


def read_question(packet):
    """The name in lower case, its type, and where the question ends."""
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]])
        at += 1 + packet[at]
    return b".".join(labels).decode().lower(), struct.unpack(">H", packet[at + 1:at + 3])[0], at + 5
