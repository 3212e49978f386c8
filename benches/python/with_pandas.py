"""python with_pandas.py FILE: pandas as most scripts use it (it reads xlsx through openpyxl), rules over columns."""

import sys
import time

import pandas
from job import THRESHOLDS

table = pandas.read_excel(sys.argv[1], dtype=str, engine="openpyxl")
size = table["规格型号"].str.extract(r"(\d+(?:\.\d+)?)")[0].astype(float)
hit = pandas.Series(False, index=table.index)
for equipment, below in THRESHOLDS:
    hit |= table["设备名称"].str.contains(equipment, regex=False, na=False) & (size < below)
hit &= table["运行状态"] != "已拆除"
print(f"{len(table)} rows, {hit.sum()} hits, {time.process_time():.2f} s of processor time")
