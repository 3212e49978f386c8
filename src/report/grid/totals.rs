//! Counts: by sector, by prefecture, and the row ledger.

use std::collections::BTreeMap;

use super::{Grid, Value};
use crate::audit::Ledger;
use crate::matching::Verdict;
use crate::report::figures::ordered;
use crate::report::view::View;

type Counts = BTreeMap<String, BTreeMap<Verdict, u64>>;

/// Records by sector and verdict, gravest first, with a line of totals.
#[must_use]
pub fn by_sector<'a>(view: &'a View<'a>) -> Grid<'a> {
    counts("分行业", "行业", &view.document.totals.sector)
}

/// Records by prefecture and verdict, gravest first, with a line of totals.
#[must_use]
pub fn by_prefecture<'a>(view: &'a View<'a>) -> Grid<'a> {
    counts("分州市", "州市", &view.document.totals.prefecture)
}

fn counts<'a>(name: &'static str, what: &'static str, counts: &'a Counts) -> Grid<'a> {
    let [eliminate, prohibit, review, restrict, exempt, clear] = Verdict::GRAVEST_FIRST.map(|v| (v.chinese(), 10));
    let columns = [(what, 26), eliminate, prohibit, review, restrict, exempt, clear, ("合计", 10)];
    let mut total: BTreeMap<Verdict, u64> = BTreeMap::new();
    for (verdict, count) in counts.values().flatten() {
        *total.entry(*verdict).or_default() += count;
    }
    let last = std::iter::once(line("合计".to_owned(), &total));
    let rows = ordered(counts).into_iter().map(|(name, counts)| line(name, &counts)).chain(last);
    Grid::new(name, format!("设备记录数，按{what}和判定"), columns, rows.collect::<Vec<_>>().into_iter())
}

fn line<'a>(name: String, counts: &BTreeMap<Verdict, u64>) -> [Value<'a>; 8] {
    let [eliminate, prohibit, review, restrict, exempt, clear] =
        Verdict::GRAVEST_FIRST.map(|verdict| whole(counts.get(&verdict).copied().unwrap_or(0)));
    [Value::text(name), eliminate, prohibit, review, restrict, exempt, clear, whole(counts.values().sum())]
}

fn whole<'a>(count: u64) -> Value<'a> {
    Value::Whole(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The row ledger: where every row read has gone.
#[must_use]
pub fn ledger<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("文件", 36),
        ("表", 20),
        ("读到行数", 10),
        ("标题表头", 10),
        ("空行", 8),
        ("小计合计", 10),
        ("说明落款", 10),
        ("设备记录", 10),
        ("没看懂", 8),
        ("平衡", 8),
    ];
    let row = |file: &'a str, sheet: &'a str, ledger: &Ledger| {
        [
            Value::text(file),
            Value::text(sheet),
            whole(ledger.rows),
            whole(ledger.header),
            whole(ledger.blank),
            whole(ledger.subtotal),
            whole(ledger.note),
            whole(ledger.records),
            whole(ledger.not_understood),
            Value::text(if ledger.balances() { "平" } else { "不平" }),
        ]
    };
    let document = view.document;
    let sheets = document.inputs.iter().flat_map(|input| input.sheets.iter().map(move |sheet| (input, sheet)));
    let rows = sheets.map(move |(input, sheet)| row(&input.file, &sheet.name, &sheet.ledger));
    let total = std::iter::once_with(move || row("合计", "", &document.ledger));
    Grid::new("行数平衡", "读到的每一行都有去处：读到行数 = 其余各栏之和", columns, rows.chain(total))
}
