"""Django glue that knows no domain: base models, row-level security, locks, transactions, jobs, mail, search text."""
