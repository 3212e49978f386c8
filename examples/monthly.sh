#!/bin/sh
# 每月核查：计划任务每月运行一次，例如每月 1 日核查上个月：
#   monthly.sh /数据/摸底表/2019-06 2019-06 /数据/capex.db /数据/结果/2019-06
# 退出码原样交给计划任务；「什么都没有读到」绝不当作「没有问题」。
set -u
if [ "$#" -ne 4 ]; then
    echo "用法：monthly.sh 摸底表文件夹 月份 台账 结果文件夹" >&2
    exit 2
fi
capex=${CAPEX:-capex}
log="$4.log"
mkdir -p "$(dirname "$log")"

"$capex" batch "$1" --month "$2" --ledger "$3" -o "$4" >>"$log" 2>&1
code=$?
case $code in
    0) echo "$2：核查完成，没有淘汰、禁止类" ;;
    1) echo "$2：核查完成，有淘汰、禁止类，见 $4/月报.docx" ;;
    2) echo "$2：没有核查：用法、配置或台账有误，见 $log" >&2 ;;
    3) echo "$2：结果不完整：有文件读不了或有行没看懂，见 $log；补齐后重跑本月即可" >&2 ;;
    4) echo "$2：没有找到设备行，请检查文件夹 $1" >&2 ;;
    *) echo "$2：异常中断（$code），台账保持上次完好状态，重跑本月即可" >&2 ;;
esac
exit $code
