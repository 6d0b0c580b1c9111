"""Read a table somebody sends, tell every fault by row and column, and hand over the good rows.

Pure: no database. A schema says which columns there are and how their cells are read; rooms bring their own.

    table = reading.open_table(file)
    mapping = mapping.guessed(schema, table.header)
    result = checking.checked(schema, table, mapping)
"""
