import pytest

from daemon import BUILD, Daemon
from news_server import NewsServer


def pytest_configure(config):
    for program in ("integrad", "integractl"):
        if not (BUILD / program).exists():
            raise pytest.UsageError(f"{BUILD / program} is not built: run make first")


@pytest.fixture
def web():
    server = NewsServer()
    yield server
    server.close()


@pytest.fixture
def daemon(tmp_path):
    """A daemon in an empty folder: not yet configured, not yet started."""
    it = Daemon(tmp_path / "daemon")
    yield it
    it.close()
