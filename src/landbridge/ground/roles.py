"""Two database roles: an owner that migrates and an application role that serves.

The application role is neither owner nor superuser and cannot bypass row-level security. It gets SELECT, INSERT,
UPDATE and DELETE on tables created from then on; a migration takes back what a table must not allow.
"""

from django.conf import settings
from django.db import connections
from psycopg import sql

OWNER = "owner"


class OwnerMigrates:
    """Database router: only the owner's connection migrates, and both connections are the same data."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        """Whether migrations may run through this connection."""
        return db == OWNER

    def allow_relation(self, obj1: object, obj2: object, **hints: object) -> bool:
        """Rows read through either connection are the same rows."""
        return True


def grant_before_migrate(*, using: str, **kwargs: object) -> None:  # noqa: ARG001 -- a signal's signature
    """Give the application's role its default privileges in this database. Repeating it changes nothing."""
    if using != OWNER:
        return
    role = sql.Identifier(str(settings.DATABASES["default"]["USER"]))
    statements = [
        "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
    ]
    connection = connections[using]
    if "django_migrations" in connection.introspection.table_names():
        statements.append("GRANT SELECT ON django_migrations TO {role}")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(role=role))
