//! Tables that fit a given width without losing a column.
//!
//! Automatic wrapping shrinks narrow columns to nothing, so each column states the least width that still reads, and what is
//! left is shared out by weight among those that need it. The text is broken here ([`super::wrap`]); `tabled` draws.

use tabled::builder::Builder;
use tabled::settings::object::{Cell, Columns, Rows};
use tabled::settings::style::{HorizontalLine, Style};
use tabled::settings::{Alignment, Color, Padding};

use super::text::{columns, printable, wrap};

/// On which side a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// What a cell's colour says. The words say it too: colour is never the only sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paint {
    /// No colour.
    #[default]
    Plain,
    /// Must be acted on.
    Grave,
    /// Must be looked at.
    Doubtful,
    /// For information.
    Mild,
    /// In order.
    Good,
    /// Aside.
    Faint,
    /// A heading.
    Heading,
}

impl Paint {
    fn color(self) -> Option<Color> {
        match self {
            Self::Plain => None,
            Self::Grave => Some(Color::FG_RED | Color::BOLD),
            Self::Doubtful => Some(Color::FG_YELLOW),
            Self::Mild => Some(Color::FG_CYAN),
            Self::Good => Some(Color::FG_GREEN),
            Self::Faint => Some(Color::FG_BRIGHT_BLACK),
            Self::Heading => Some(Color::BOLD),
        }
    }

    /// A text in this colour, if colour is wanted.
    #[must_use]
    pub fn apply(self, text: &str, color: bool) -> String {
        match self.color() {
            Some(paint) if color => paint.colorize(text),
            _ => text.to_owned(),
        }
    }
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    title: String,
    least: usize,
    weight: usize,
    align: Align,
}

impl Column {
    /// A column of words that may be as narrow as `least` cells (at least 2) and grows with weight 1.
    #[must_use]
    pub fn new(title: impl Into<String>, least: usize) -> Self {
        Self { title: title.into(), least: least.max(2), weight: 1, align: Align::Left }
    }

    /// How much of the room that is left it gets, compared with the others.
    #[must_use]
    pub fn weight(mut self, weight: usize) -> Self {
        self.weight = weight;
        self
    }

    /// A column of numbers.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.align = Align::Right;
        self
    }
}

/// A table under construction.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<(String, Paint)>>,
    ruled: bool,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new(), ruled: false }
    }

    /// Draws a line between rows wherever any of them takes more than one line.
    #[must_use]
    pub fn ruled(mut self) -> Self {
        self.ruled = true;
        self
    }

    /// Adds a row. Cells are made printable here; a row shorter than the header is filled with blanks.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = (T, Paint)>) {
        let mut row: Vec<(String, Paint)> = cells
            .into_iter()
            .take(self.columns.len())
            .map(|(text, paint)| (printable(text.as_ref()).into_owned(), paint))
            .collect();
        row.resize_with(self.columns.len(), Default::default);
        self.rows.push(row);
    }

    /// Adds a row without colour.
    pub fn plain<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.row(cells.into_iter().map(|cell| (cell, Paint::Plain)));
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Draws it in at most `width` cells (more only if the least widths alone need more), without a line break at the end.
    #[must_use]
    pub fn draw(&self, width: usize, color: bool) -> String {
        let widths = self.widths(width);
        let mut builder = Builder::default();
        let broken = |text: &str, width: usize| wrap(text, width).join("\n");
        builder.push_record(self.columns.iter().zip(&widths).map(|(column, &width)| broken(&column.title, width)));
        for row in &self.rows {
            builder.push_record(row.iter().zip(&widths).map(|((text, _), &width)| broken(text, width)));
        }
        let mut drawn = builder.build();
        drawn.with(Padding::new(0, 0, 0, 0));
        let style = Style::empty().vertical('│');
        let rule = HorizontalLine::new('─').intersection('┼');
        let wraps =
            |row: &Vec<(String, Paint)>| row.iter().zip(&widths).any(|((text, _), &width)| columns(text) > width);
        if self.ruled && self.rows.iter().any(wraps) {
            let thin = HorizontalLine::new('┈').intersection('┼');
            drawn.with(style.line_horizontal(thin).horizontals([(1, rule)]));
        } else {
            drawn.with(style.horizontals([(1, rule)]));
        }
        for (index, column) in self.columns.iter().enumerate() {
            if column.align == Align::Right {
                drawn.modify(Columns::one(index), Alignment::right());
            }
        }
        if color {
            drawn.modify(Rows::first(), Color::BOLD);
            for (line, row) in self.rows.iter().enumerate() {
                for (index, (_, paint)) in row.iter().enumerate() {
                    if let Some(color) = paint.color() {
                        drawn.modify(Cell::new(line + 1, index), color);
                    }
                }
            }
        }
        let drawn = drawn.to_string();
        drawn.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// The width of each column: what it needs where there is room, never below its least (or what it needs, if that is less).
    fn widths(&self, width: usize) -> Vec<usize> {
        let needed: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let cells = self.rows.iter().filter_map(|row| row.get(index)).map(|(text, _)| columns(text));
                cells.chain([columns(&column.title)]).max().unwrap_or(2).max(2)
            })
            .collect();
        let mut widths: Vec<usize> =
            self.columns.iter().zip(&needed).map(|(column, &needed)| column.least.min(needed)).collect();
        let separators = self.columns.len().saturating_sub(1);
        let mut left = width.saturating_sub(separators + widths.iter().sum::<usize>());
        while left > 0 {
            let hungry: Vec<usize> = (0..widths.len())
                .filter(|&index| widths.get(index) < needed.get(index) && self.weight(index) > 0)
                .collect();
            let total: usize = hungry.iter().map(|&index| self.weight(index)).sum();
            if total == 0 {
                break;
            }
            let round = left;
            for index in hungry {
                let (Some(width), Some(&needed)) = (widths.get_mut(index), needed.get(index)) else { continue };
                let share = (round * self.weight(index) / total).max(1).min(left).min(needed - *width);
                *width += share;
                left -= share;
            }
        }
        widths
    }

    fn weight(&self, index: usize) -> usize {
        self.columns.get(index).map_or(0, |column| column.weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(vec![
            Column::new("企业", 8).weight(2),
            Column::new("所在地", 6),
            Column::new("判定", 6).weight(0),
            Column::new("座数", 4).right(),
            Column::new("理由", 12).weight(4),
        ]);
        table.plain([
            "云南示例钢铁（集团）有限责任公司第一炼铁厂",
            "玉溪市红塔区",
            "淘汰",
            "2",
            "有效容积 380 m³ ≤ 400 m³",
        ]);
        table.plain(["短", "", "待核实", "12", "缺有效容积"]);
        table
    }

    #[test]
    fn every_width_keeps_every_column_and_every_character() {
        for width in 40..200 {
            let drawn = table().draw(width, false);
            assert!(drawn.lines().all(|line| columns(line) <= width), "{width}\n{drawn}");
            assert!(!drawn.contains('\u{fffd}'), "{width}");
            let mut shown: Vec<char> = drawn.chars().filter(|c| !"│─┼ \n".contains(*c)).collect();
            let mut all: Vec<char> =
                "企业所在地判定座数理由云南示例钢铁（集团）有限责任公司第一炼铁厂玉溪市红塔区淘汰2\
                有效容积380m³≤400m³短待核实12缺有效容积"
                    .chars()
                    .filter(|c| *c != ' ')
                    .collect();
            shown.sort_unstable();
            all.sort_unstable();
            assert_eq!(shown, all, "{width}\n{drawn}");
        }
    }

    #[test]
    fn colour_changes_no_width() {
        let mut table = table();
        table.row([("红", Paint::Grave), ("黄", Paint::Doubtful)]);
        let plain = table.draw(60, false);
        let colored = table.draw(60, true);
        assert_ne!(plain, colored);
        let mut stripped = String::new();
        let mut rest = colored.as_str();
        while let Some(at) = rest.find('\u{1b}') {
            stripped.push_str(&rest[..at]);
            rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
        }
        stripped.push_str(rest);
        let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
        assert_eq!(trimmed.join("\n"), plain);
    }
}
