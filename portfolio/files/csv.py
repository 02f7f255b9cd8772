"""Rows as CSV files, a block at a time and straight from PostgreSQL; see workbooks for XLSX."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from accounts.text.formulas import guard

BLOCK = 64 * 1024  # bytes handed on at a time
ROWS = 2000  # rows fetched at a time


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written."""

    delimiter: str
    decimal: str
    newline: str
    byte_order_mark: bytes = b""
    uses_keys: bool = False


NORWEGIAN = Dialect(";", ",", "\r\n", byte_order_mark=b"\xef\xbb\xbf")
MACHINE = Dialect(",", ".", "\n", uses_keys=True)


# --- CSV ----------------------------------------------------------------------------------


def csv_line(values, dialect: Dialect) -> bytes:
    """One line of a CSV file, texts guarded against being taken for formulas."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=dialect.delimiter, lineterminator=dialect.newline)
    writer.writerow([_csv_value(value, dialect) for value in values])
    return line.getvalue().encode()


def _csv_value(value, dialect):
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, float | Decimal):
        return str(value).replace(".", dialect.decimal)
    return value


def csv_of_rows(headings, rows, dialect: Dialect):
    """Yield a CSV file of few rows that are at hand."""
    yield dialect.byte_order_mark + csv_line(headings, dialect)
    yield b"".join(csv_line(row, dialect) for row in rows)


def csv_of_query(headings, sql, parameters, dialect: Dialect):
    """Yield a CSV file of a query whose columns are text already. One query, by COPY, on a
    connection that is open.
    """
    block = [dialect.byte_order_mark + csv_line(headings, dialect)]
    size = len(block[0])
    copy = f"COPY ({sql}) TO STDOUT WITH (FORMAT csv, DELIMITER '{dialect.delimiter}')"
    # Django's own cursor takes no parameters for COPY while it keeps a log of queries.
    with connection.connection.cursor() as cursor, cursor.copy(copy, parameters) as lines:
        for line in lines:
            # PostgreSQL ends lines with a line feed; quoted ones inside a text stay.
            block.append(bytes(line) if dialect.newline == "\n" else bytes(line[:-1]) + b"\r\n")
            size += len(line)
            if size >= BLOCK:
                yield b"".join(block)
                block, size = [], 0
    yield b"".join(block)


def rows_of_query(sql, parameters):
    """Yield a query's rows through a server-side cursor, in constant memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while block := cursor.fetchmany(ROWS):
            yield from block
