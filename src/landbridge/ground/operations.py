"""Migration operations that put a hub's walls into the database.

Each is reversible and changes no Django state: they add what the ORM cannot say.
"""

from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

IN_HUB = "hub_id = ANY ((SELECT landbridge_hubs())::uuid[])"

REFUSE_CHANGE = "EXECUTE FUNCTION landbridge_refuse_change()"


def references(parent: str) -> str:
    """The clause that ties a child to a row of its own hub, checked when the transaction ends."""
    return f'REFERENCES "{parent}" (hub_id, id) DEFERRABLE INITIALLY DEFERRED'


class _Sql(Operation):
    """Statements computed from the model's table name."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes in Django's view of the models."""

    def _run(self, editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
        for statement in statements:
            editor.execute(statement)


class SecureHubTable(_Sql):
    """Force row-level security on a hub-owned table and give it the key (hub_id, id) for its children.

    `also_for` is a further condition under which a row may be *read*, e.g. by the holder of the secret that opens it.
    """

    def __init__(self, model_name: str, *, also_for: str = "") -> None:
        self.model_name, self.also_for = model_name, also_for

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Add the key, the policies, and the order that even the owner obeys them."""
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        statements = [
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_in_hub" UNIQUE (hub_id, id)',
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY hub_rows ON "{table}" USING ({IN_HUB}) WITH CHECK ({IN_HUB})',
        ]
        if self.also_for:
            statements.append(f'CREATE POLICY also_for ON "{table}" FOR SELECT USING ({self.also_for})')
        self._run(schema_editor, statements)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take them away again."""
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        statements = [f'DROP POLICY IF EXISTS also_for ON "{table}"'] if self.also_for else []
        statements += [
            f'DROP POLICY hub_rows ON "{table}"',
            f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_in_hub"',
        ]
        self._run(schema_editor, statements)

    def describe(self) -> str:
        """One line for `migrate --plan`."""
        return f"Wall the rows of {self.model_name} by hub"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Arguments for the migration writer."""
        return self.__class__.__qualname__, [self.model_name], {"also_for": self.also_for} if self.also_for else {}


class HubForeignKey(_Sql):
    """A child belongs to its parent's hub: a foreign key over (hub_id, parent) beside Django's own."""

    def __init__(self, model_name: str, field: str) -> None:
        self.model_name, self.field = model_name, field

    def _names(self, app_label: str, state: ProjectState) -> tuple[str, str, str, str]:
        model = state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.field).column
        parent = model._meta.get_field(self.field).related_model._meta.db_table
        return model._meta.db_table, column, parent, f"{model._meta.db_table}_{column}_hub"[:63]

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Add the composite key, checked when the transaction ends."""
        table, column, parent, name = self._names(app_label, to_state)
        self._run(
            schema_editor,
            [f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (hub_id, "{column}") {references(parent)}'],
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop it."""
        table, _, _, name = self._names(app_label, from_state)
        self._run(schema_editor, [f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"'])

    def describe(self) -> str:
        """One line for `migrate --plan`."""
        return f"Keep {self.model_name}.{self.field} inside its hub"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Arguments for the migration writer."""
        return self.__class__.__qualname__, [self.model_name, self.field], {}


class AppendOnly(_Sql):
    """A table the application's role may add to and read, and never change: privilege and trigger both say no."""

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take back UPDATE, DELETE and TRUNCATE, and refuse them by trigger for whoever else has them."""
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        self._run(
            schema_editor,
            [
                f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{settings.DATABASES["default"]["USER"]}"',
                f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW {REFUSE_CHANGE}',
            ],
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the trigger. The privileges stay taken: giving them back is a decision of its own."""
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        self._run(schema_editor, [f'DROP TRIGGER append_only ON "{table}"'])

    def describe(self) -> str:
        """One line for `migrate --plan`."""
        return f"Make {self.model_name} append-only"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Arguments for the migration writer."""
        return self.__class__.__qualname__, [self.model_name], {}
