"""Documents with digest and source, the append-only trail, and the thread that follows a project for life."""
