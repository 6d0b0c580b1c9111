"""Routes of the public board, each page also under an address of its own in each language."""

from functools import partial

from django.urls import URLPattern, path

from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.matchmaking.pages import board

app_name = "board"
urlpatterns: list[URLPattern] = [
    path("board/", board.board, name="board"),
    path("board/sitemap.xml", board.sitemap, name="sitemap"),
    path("robots.txt", board.robots, name="robots"),
    path("board/<uuid:notice_id>/", board.notice, name="notice"),
    path("board/<uuid:notice_id>/ask/", board.ask, name="ask"),
]
for language in board.LANGUAGES:
    urlpatterns += [
        path(
            f"board/{language}/",
            partial(board.in_language, view=board.board, language=language),
            name=f"board_{language}",
        ),
        path(
            f"board/{language}/<uuid:notice_id>/",
            partial(board.in_language, view=board.notice, language=language),
            name=f"notice_{language}",
        ),
    ]

PERMISSIONS: Table = {f"{app_name}:{route.name}": Gate.PUBLIC for route in urlpatterns}
