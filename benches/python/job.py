"""The job that the three scripts beside this file share, so that they differ in nothing but how they read.

It is far less than `capex audit` does: the header is looked up by its words, three columns are taken, and six thresholds are
applied to the first number of the model. It prints how many rows were read and how many are hits."""

import re
import sys
import time

NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Equipment, size below which it is eliminated.
THRESHOLDS = [("炼铁高炉", 400), ("转炉", 30), ("烧结机", 90), ("捣固焦炉", 4.3), ("硅锰矿热炉", 6300), ("密闭电石炉", 6300)]


def column(header, words):
    for index, text in enumerate(header):
        if text is not None and words in str(text):
            return index
    sys.exit(f"no column {words}")


def audit(rows):
    """`rows` gives lists of cell values, the header first."""
    rows = iter(rows)
    header = next(rows)
    name, model, status = (column(header, words) for words in ("设备名称", "规格型号", "运行状态"))
    read = hits = 0
    for row in rows:
        read += 1
        text, size = row[name], row[model]
        if text is None or size is None:
            continue
        found = NUMBER.search(str(size))
        if found is None:
            continue
        for equipment, below in THRESHOLDS:
            if equipment in text and float(found.group()) < below and row[status] != "已拆除":
                hits += 1
                break
    print(f"{read} rows, {hits} hits, {time.process_time():.2f} s of processor time")
