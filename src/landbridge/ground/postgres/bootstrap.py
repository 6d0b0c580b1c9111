"""What a new cluster gets before anyone uses it: two plain roles, the extensions, the database.

Every statement may run twice: a first start that was interrupted is simply repeated.
"""

from collections.abc import Mapping
from dataclasses import replace

import psycopg
from psycopg import sql

from landbridge.ground.postgres.connection import DATABASE, USERS, Connection

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
_OWNER, _APP = USERS["owner"], USERS["app"]
_PLAIN = "LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"


def bootstrap(superuser: Connection, passwords: Mapping[str, str]) -> None:
    """Make roles, template and database. What the template holds, every test database holds too."""
    with _as(superuser, "template1") as template:
        _make_role(template, _OWNER, sql.SQL(_PLAIN + " CREATEDB"), passwords[_OWNER])
        _make_role(template, _APP, sql.SQL(_PLAIN + " NOCREATEDB"), passwords[_APP])
        for extension in EXTENSIONS:
            template.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        _let_app_use_owners_tables(template)
    with _as(superuser, "postgres") as server:
        if not server.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
            server.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(_OWNER))
            )


def _as(superuser: Connection, database: str) -> psycopg.Connection:
    return psycopg.connect(replace(superuser, name=database).as_conninfo(), autocommit=True)


def _make_role(connection: psycopg.Connection, name: str, powers: sql.SQL, password: str) -> None:
    verb = "ALTER" if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount else "CREATE"
    connection.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(sql.SQL(verb), sql.Identifier(name), powers, sql.Literal(password))
    )


def _let_app_use_owners_tables(connection: psycopg.Connection) -> None:
    """Tables the owner will make are the application's to read and write, unless a migration revokes it."""
    to_app = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT {} TO {}")
    for rights in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES"):
        connection.execute(to_app.format(sql.Identifier(_OWNER), sql.SQL(rights), sql.Identifier(_APP)))
