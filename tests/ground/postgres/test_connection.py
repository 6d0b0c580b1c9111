"""Where settings say the database is."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from psycopg.conninfo import conninfo_to_dict

from landbridge.ground.postgres import (
    Connection,
    PostgresError,
    connection_settings,
    connections,
    data_dir,
    from_url,
    is_embedded,
)


def test_an_address_is_read_in_full() -> None:
    read = from_url("postgresql://land%40app:p%2Fw@db.example:6543/bridge?sslmode=require")
    assert read == Connection("db.example", 6543, "land@app", "p/w", "bridge", {"sslmode": "require"})
    assert conninfo_to_dict(read.as_conninfo()) == {
        "host": "db.example",
        "port": "6543",
        "user": "land@app",
        "password": "p/w",
        "dbname": "bridge",
        "sslmode": "require",
    }
    assert read.as_environment()["PGSSLMODE"] == "require"
    assert read.as_django()["OPTIONS"] == {"sslmode": "require"}


def test_an_address_may_name_a_socket_folder() -> None:
    assert from_url("postgres://app@/bridge?host=/run/postgresql").host == "/run/postgresql"


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://a@b", "nonsense"])
def test_a_wrong_address_is_refused_with_the_right_form(url: str) -> None:
    with pytest.raises(PostgresError, match="looks like postgresql://"):
        from_url(url)


def test_two_addresses_are_two_roles() -> None:
    environ = {"DATABASE_URL": "postgresql://app@h/n", "DATABASE_OWNER_URL": "postgresql://owner@h/n"}
    found = connection_settings(environ)
    assert (found["app"]["USER"], found["owner"]["USER"]) == ("app", "owner")
    assert not is_embedded(environ)


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose path leaves room for the name of a socket."""
    with TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder).resolve()


def test_passwords_of_a_new_folder_are_made_once(short: Path) -> None:
    environ = {"LANDBRIDGE_DATA_DIR": str(short / "new")}
    first = connections(environ)
    assert first == connections(environ)
    assert first["app"].password != first["owner"].password
    assert first["owner"].host == str(data_dir(environ) / "postgres" / "run")
    assert not (data_dir(environ) / "postgres" / "cluster").exists()


def test_a_password_is_not_shown() -> None:
    assert "hush" not in repr(from_url("postgresql://a:hush@h/n"))
