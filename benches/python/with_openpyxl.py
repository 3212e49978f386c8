"""python with_openpyxl.py FILE: openpyxl in its read-only mode, the faster one."""

import sys

import openpyxl
from job import audit

workbook = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
audit(workbook.worksheets[0].iter_rows(values_only=True))
