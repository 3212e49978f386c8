"""python with_calamine.py FILE: python-calamine."""

import sys

from job import audit
from python_calamine import CalamineWorkbook

workbook = CalamineWorkbook.from_path(sys.argv[1])
audit(workbook.get_sheet_by_index(0).iter_rows())
