"""The pages, one module a topic: parse, call one action or query, render."""
