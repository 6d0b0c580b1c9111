"""Routes of projects."""

from django.urls import path

from landbridge.entrypoints.gate import Table
from landbridge.entrypoints.web.projects.pages import changes, listing, project
from landbridge.network.permissions import Permission

app_name = "projects"
urlpatterns = [
    path("", listing.projects, name="projects"),
    path("add/", changes.add, name="add"),
    path("<uuid:project_id>/", project.project, name="project"),
    path("<uuid:project_id>/change/", changes.change, name="change"),
    path("<uuid:project_id>/advance/", changes.advance, name="advance"),
    path("<uuid:project_id>/documents/add/", changes.add_document, name="add_document"),
    path("<uuid:project_id>/documents/<uuid:document_id>/", project.document, name="document"),
]

PERMISSIONS: Table = {
    **dict.fromkeys(("projects:projects", "projects:project"), Permission.SEE_PROJECTS),
    **dict.fromkeys(
        ("projects:add", "projects:change", "projects:advance", "projects:add_document"), Permission.EDIT_PROJECTS
    ),
    "projects:document": Permission.SEE_DOCUMENTS,
}
