//! 概览: one page that says it all: plan, day, totals, charts, the row ledger, the catalogues with their gaps.

use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartFont, ChartLegendPosition, ChartType, Format, FormatAlign, Url, Workbook, Worksheet,
    XlsxError,
};

use super::cell::{self, clean};
use super::format::{self, Formats};
use super::sheet::{lines, page, row_height};
use crate::matching::Verdict;
use crate::report::grid::{self, Grid, Value};
use crate::report::terminal::narrowed;
use crate::report::view::{Class, View};

const SHEET: &str = "概览";
/// Columns of the tables on the left; charts stand right of them.
const TABLE_COLUMNS: u16 = 9;
/// Width of the first column, which holds names of divisions, sectors, files.
const NAMES: u16 = 30;
/// The last column that is printed.
const LAST: u16 = 17;

/// Adds the sheet.
pub(super) fn add(workbook: &mut Workbook, view: &View<'_>, formats: &Formats) -> anyhow::Result<()> {
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(SHEET)?;
    worksheet.set_screen_gridlines(false);
    worksheet.set_column_width(0, u32::from(NAMES))?;
    for column in 1..=LAST {
        worksheet.set_column_width(column, 9)?;
    }
    let mut page_writer = Page { worksheet, formats, row: 0 };
    page_writer.head(view)?;
    page_writer.contents(view)?;
    let sectors = page_writer.counts(grid::by_sector(view))?;
    chart(page_writer.worksheet, "各行业判定", sectors)?;
    let prefectures = page_writer.counts(grid::by_prefecture(view))?;
    chart(page_writer.worksheet, "各州市判定", prefectures)?;
    page_writer.ledger(view)?;
    page_writer.catalogs(view)?;
    let last = page_writer.row;
    page(worksheet);
    worksheet.set_print_area(0, 0, last, LAST)?;
    worksheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

struct Page<'w> {
    worksheet: &'w mut Worksheet,
    formats: &'w Formats,
    row: u32,
}

/// The rows of a table of counts: first and last of the body, and of all that charts need room for.
#[derive(Debug, Clone, Copy)]
struct Body {
    header: u32,
    first: u32,
    last: u32,
}

impl Page<'_> {
    fn line(&mut self, label: &str, text: &str, format: &Format) -> Result<(), XlsxError> {
        let label_format = self.formats.about.clone().set_bold();
        self.worksheet.write_string_with_format(self.row, 0, label, &label_format)?;
        self.worksheet.write_string_with_format(self.row, 1, clean(text), format)?;
        self.row += 1;
        Ok(())
    }

    fn section(&mut self, title: &str) -> Result<(), XlsxError> {
        self.row += 1;
        let format = self.formats.title.clone().set_font_size(12).set_bold();
        self.worksheet.write_string_with_format(self.row, 0, title, &format)?;
        self.row += 1;
        Ok(())
    }

    fn head(&mut self, view: &View<'_>) -> Result<(), XlsxError> {
        let document = view.document;
        let formats = self.formats;
        self.worksheet.set_row_height(0, 30)?;
        let title = formats.title.clone().set_font_size(18);
        self.worksheet.write_string_with_format(0, 0, "摸底表核查异常清单", &title)?;
        self.row = 1;
        self.line("方案", &format!("{}（{}）", document.plan.title, document.plan.document), &formats.about)?;
        self.line("判定日期", &document.as_of.to_string(), &formats.about)?;
        for narrowed in narrowed(view) {
            self.line("范围", &narrowed, &formats.warning)?;
        }
        let read = document.inputs.iter().filter(|input| input.error.is_none());
        let files: Vec<&str> = read.map(|input| input.file.as_str()).collect();
        self.line("读入文件", &format!("{} 个：{}", files.len(), files.join("、")), &formats.about)?;
        for input in &document.inputs {
            if let Some(error) = &input.error {
                self.line("没有读", error, &formats.warning)?;
            }
        }
        let unknown = document.ledger.not_understood;
        if unknown > 0 {
            self.line("不完整", &format!("有 {unknown} 行没看懂，没有核查"), &formats.warning)?;
        }
        self.line("生成程序", &format!("{} {}", document.tool.name, document.tool.version), &formats.about)
    }

    /// The sheets with how many lines each has, as links.
    fn contents(&mut self, view: &View<'_>) -> Result<(), XlsxError> {
        self.section("结论")?;
        let count = |class| view.of(class).count();
        let document = view.document;
        let returned = view.returned().count();
        let first = (returned > 0).then_some(("死灰复燃", returned, "已经关闭的又在运行：最先处理"));
        let sheets = [
            ("淘汰禁止", count(Class::Grave), "须处理的设备、工艺、产品"),
            ("待核实", count(Class::Review), "缺参数或条件，请县里补报"),
            ("限制类", count(Class::Restrict), "只供掌握"),
            ("数据质量", grid::data(view).rows.count(), "摸底表填写的问题"),
            ("处置进度", grid::process(view).rows.count(), "处置流程的问题"),
            ("全部明细", document.records.len(), "读到的每一条设备记录"),
            ("目录依据", document.cited.len(), "引用的条文、来源和疑点"),
            ("复核意见", document.waivers.len(), "复核意见和它们的状态"),
        ];
        let indented = self.formats.text.clone().set_indent(1);
        for (sheet, count, about) in first.into_iter().chain(sheets) {
            let link = Url::new(format!("internal:'{sheet}'!A1")).set_text(sheet);
            self.worksheet.write_url_with_format(self.row, 0, link, &self.formats.link)?;
            let value = Value::Whole(i64::try_from(count).unwrap_or(i64::MAX));
            cell::write(self.worksheet, (self.row, 1), &value, self.formats, None)?;
            self.span(2, TABLE_COLUMNS - 1, about, &indented)?;
            self.row += 1;
        }
        Ok(())
    }

    fn header(&mut self, titles: &[&str]) -> Result<(), XlsxError> {
        for (index, title) in (0..).zip(titles) {
            self.worksheet.write_string_with_format(self.row, index, *title, &self.formats.head)?;
        }
        self.row += 1;
        Ok(())
    }

    fn counts(&mut self, grid: Grid<'_>) -> Result<Body, XlsxError> {
        self.section(grid.name)?;
        let header = self.row;
        let titles: Vec<&str> = grid.columns.iter().map(|column| column.title).collect();
        self.header(&titles)?;
        let first = self.row;
        let mut rows = grid.rows.peekable();
        while let Some(row) = rows.next() {
            let last = rows.peek().is_none();
            for (index, value) in (0..).zip(&row) {
                match value {
                    Value::Whole(number) if last => {
                        // Counts of rows stay far below what a binary number holds exactly.
                        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
                        let number = *number as f64;
                        self.worksheet.write_number_with_format(self.row, index, number, &self.formats.total_whole)?;
                    }
                    value if last => {
                        let text = value.to_text().into_owned();
                        self.worksheet.write_string_with_format(self.row, index, text, &self.formats.total)?;
                    }
                    value => cell::write(self.worksheet, (self.row, index), value, self.formats, None)?,
                }
            }
            self.row += 1;
        }
        let body = Body { header, first, last: self.row.saturating_sub(2) };
        // Room for the chart beside the table.
        self.row = self.row.max(header + chart_height(body).div_ceil(ROW_PIXELS));
        Ok(body)
    }

    fn ledger(&mut self, view: &View<'_>) -> Result<(), XlsxError> {
        self.section("行数平衡（读到行数 = 其余各栏之和）")?;
        let grid = grid::ledger(view);
        let titles: Vec<&str> = grid.columns.iter().skip(2).map(|column| column.title).collect();
        self.header(&[&["文件和表"], titles.as_slice()].concat())?;
        for row in grid.rows {
            let [file, sheet, numbers @ ..] = row.as_slice() else { continue };
            let place = Value::text(format!("{} {}", file.to_text(), sheet.to_text()).trim_end().to_owned());
            cell::write(self.worksheet, (self.row, 0), &place, self.formats, None)?;
            let tall = lines(&place.to_text(), NAMES);
            if tall > 1 {
                self.worksheet.set_row_height(self.row, row_height(tall))?;
            }
            for (index, value) in (1..).zip(numbers) {
                match value {
                    Value::Text(word) => {
                        self.worksheet.write_string_with_format(self.row, index, clean(word), &self.formats.center)?;
                    }
                    value => cell::write(self.worksheet, (self.row, index), value, self.formats, None)?,
                }
            }
            self.row += 1;
        }
        let ledger = &view.document.ledger;
        let records = format!(
            "设备记录 {} = 命中（含限制）{} + 待核实 {} + 除外 {} + 复核不列入 {} + 未发现 {}",
            ledger.records, ledger.hit, ledger.review, ledger.exempt, ledger.waived, ledger.clear
        );
        self.worksheet.write_string_with_format(self.row, 0, records, &self.formats.about)?;
        self.row += 1;
        Ok(())
    }

    fn catalogs(&mut self, view: &View<'_>) -> Result<(), XlsxError> {
        self.section("所用目录（未收录的条目没有核查，“未发现”不等于合规）")?;
        let grid = grid::catalogs(view);
        // Columns of the sheet that each column of the table spans.
        const SPANS: [(u16, u16); 8] = [(0, 2), (3, 5), (6, 6), (7, 7), (8, 8), (9, 9), (10, 10), (11, LAST)];
        let titles = ["名称", "文号", "施行", "失效", "官方", "收录", "记忆", "缺口和说明"];
        let center = self.formats.head.clone();
        for ((from, to), title) in SPANS.iter().zip(titles) {
            self.span(*from, *to, title, &center)?;
        }
        self.row += 1;
        let small = self.formats.date.clone().set_font_size(8);
        let text = self.formats.text.clone();
        let number = text.clone().set_align(FormatAlign::Right);
        for row in grid.rows {
            let [_, title, document, effective, repealed, known, entries, _, recalled, gaps] = row.as_slice() else {
                continue;
            };
            let cells = [title, document, effective, repealed, known, entries, recalled, gaps];
            for ((from, to), value) in SPANS.iter().zip(cells) {
                let format = match value {
                    Value::Date(_) => &small,
                    value if value.is_number() => &number,
                    _ => &text,
                };
                match value {
                    Value::Date(_) | Value::Whole(_) => {
                        cell::write(self.worksheet, (self.row, *from), value, self.formats, None)?;
                        if matches!(value, Value::Date(_)) {
                            self.worksheet.set_cell_format(self.row, *from, format)?;
                        }
                    }
                    value => self.span(*from, *to, &value.to_text(), format)?,
                }
            }
            let tallest =
                lines(&gaps.to_text(), 60).max(lines(&title.to_text(), 44)).max(lines(&document.to_text(), 25));
            self.worksheet.set_row_height(self.row, row_height(tallest))?;
            self.row += 1;
        }
        Ok(())
    }

    fn span(&mut self, from: u16, to: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        if from == to {
            self.worksheet.write_string_with_format(self.row, from, clean(text), format)?;
        } else {
            self.worksheet.merge_range(self.row, from, self.row, to, &clean(text), format)?;
        }
        Ok(())
    }
}

/// Height of a row of the usual height in pixels.
const ROW_PIXELS: u32 = 20;

/// The height of a chart in pixels: room for the name beside every bar.
fn chart_height(body: Body) -> u32 {
    let bars = body.last.saturating_sub(body.first) + 1;
    (100 + 20 * bars).max(290)
}

/// Stacked bars beside a table of counts: one bar a line, one part a verdict.
fn chart(worksheet: &mut Worksheet, title: &str, body: Body) -> Result<(), XlsxError> {
    if body.last < body.first {
        return Ok(());
    }
    let font = |size: u32| ChartFont::new().set_name("宋体").set_size(size).clone();
    let mut chart = Chart::new(ChartType::BarStacked);
    for (index, verdict) in (1..).zip(Verdict::GRAVEST_FIRST) {
        chart
            .add_series()
            .set_categories((SHEET, body.first, 0, body.last, 0))
            .set_values((SHEET, body.first, index, body.last, index))
            .set_name((SHEET, body.header, index))
            .set_format(&mut format::fill(verdict))
            .set_gap(60);
    }
    chart.title().set_name(&format!("{title}（设备记录数）")).set_font(&font(11));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9));
    chart.x_axis().set_font(&font(9)).set_num_format("0");
    // The first line of the table at the top, as one reads; the numbers stay at the bottom.
    chart.y_axis().set_font(&font(9)).set_reverse().set_crossing(ChartAxisCrossing::Max);
    chart.y_axis().set_label_interval(1);
    chart.set_width(580).set_height(chart_height(body));
    let at = body.header.saturating_sub(1);
    worksheet.insert_chart_with_offset(at, TABLE_COLUMNS, &chart, 12, 4)?;
    Ok(())
}
