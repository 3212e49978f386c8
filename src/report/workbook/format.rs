//! How cells look: 宋体 and 黑体 as offices use, and marks that still tell apart in black and white.

use rust_xlsxwriter::{
    ChartFormat, ChartLine, ChartPatternFill, ChartPatternFillType, ChartSolidFill, Color, Format, FormatAlign,
    FormatBorder, FormatPattern, FormatUnderline,
};

use crate::matching::Verdict;

/// The looks of the cells of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Text,
    Center,
    Whole,
    Decimal,
    Date,
    Link,
    /// To be filled in.
    Answer,
    /// A day to be filled in.
    AnswerDay,
}

impl Look {
    /// Every look, in the order of the enum.
    pub(super) const ALL: [Self; 8] =
        [Self::Text, Self::Center, Self::Whole, Self::Decimal, Self::Date, Self::Link, Self::Answer, Self::AnswerDay];
}

/// Formats shared by the sheets.
#[derive(Debug, Clone)]
pub(crate) struct Formats {
    pub title: Format,
    pub about: Format,
    pub warning: Format,
    pub head: Format,
    pub text: Format,
    pub center: Format,
    pub whole: Format,
    pub decimal: Format,
    pub date: Format,
    pub link: Format,
    pub plain_link: Format,
    pub answer: Format,
    pub answer_day: Format,
    pub total: Format,
    pub total_whole: Format,
}

impl Formats {
    pub(super) fn of(&self, look: Look) -> &Format {
        match look {
            Look::Text => &self.text,
            Look::Center => &self.center,
            Look::Whole => &self.whole,
            Look::Decimal => &self.decimal,
            Look::Date => &self.date,
            Look::Link => &self.link,
            Look::Answer => &self.answer,
            Look::AnswerDay => &self.answer_day,
        }
    }

    pub(crate) fn new() -> Self {
        let body = Format::new()
            .set_font_name("宋体")
            .set_font_size(10)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x80_80_80));
        let words = body.clone().set_text_wrap();
        Self {
            title: Format::new().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::VerticalCenter),
            about: Format::new().set_font_name("宋体").set_font_size(10),
            warning: Format::new().set_font_name("黑体").set_font_size(11).set_bold().set_font_color(DARK_RED),
            head: Format::new()
                .set_font_name("黑体")
                .set_font_size(10)
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
                .set_border(FormatBorder::Thin)
                .set_background_color(Color::RGB(0xD9_D9_D9)),
            center: words.clone().set_align(FormatAlign::Center),
            whole: body.clone().set_align(FormatAlign::Right).set_num_format("#,##0"),
            decimal: body.clone().set_align(FormatAlign::Right).set_num_format("General"),
            date: body.clone().set_align(FormatAlign::Center).set_num_format("yyyy-mm-dd"),
            link: words.clone().set_font_color(LINK).set_underline(FormatUnderline::Single),
            plain_link: Format::new()
                .set_font_name("宋体")
                .set_font_size(10)
                .set_font_color(LINK)
                .set_underline(FormatUnderline::Single),
            // Text: an id of digits and an `e` must not become a number while it is typed.
            answer: words.clone().set_background_color(Color::RGB(0xFF_FF_E5)).set_num_format("@"),
            answer_day: words
                .clone()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0xFF_FF_E5))
                .set_num_format("yyyy-mm-dd"),
            total: words.clone().set_bold().set_border_top(FormatBorder::Medium),
            total_whole: body
                .clone()
                .set_bold()
                .set_align(FormatAlign::Right)
                .set_num_format("#,##0")
                .set_border_top(FormatBorder::Medium),
            text: words,
        }
    }
}

const DARK_RED: Color = Color::RGB(0xC0_00_00);
const LINK: Color = Color::RGB(0x1F_4E_9E);

/// The mark of a verdict: fill and type face differ so that a black and white print still tells them apart.
pub(super) fn verdict(verdict: Verdict) -> Format {
    match verdict {
        Verdict::Eliminate => Format::new().set_bold().set_font_color(Color::White).set_background_color(DARK_RED),
        Verdict::Prohibit => Format::new()
            .set_bold()
            .set_font_color(DARK_RED)
            .set_pattern(FormatPattern::LightUp)
            .set_foreground_color(Color::RGB(0xE6_8A_8A)),
        Verdict::Review => Format::new().set_italic().set_background_color(Color::RGB(0xFF_E6_99)),
        Verdict::Restrict => {
            Format::new().set_underline(FormatUnderline::Single).set_font_color(Color::RGB(0x1F_4E_79))
        }
        Verdict::Exempt | Verdict::Clear => Format::new().set_font_color(Color::RGB(0x59_59_59)),
    }
}

/// The mark of what must be handled: bold and dark.
pub(super) fn grave() -> Format {
    Format::new().set_bold().set_font_color(Color::White).set_background_color(DARK_RED)
}

/// The mark of what is past its day: bold.
pub(super) fn overdue() -> Format {
    Format::new().set_bold().set_font_color(DARK_RED)
}

/// How a verdict's part of a bar is filled: a colour, and a pattern for all but the gravest and the clear.
pub(super) fn fill(verdict: Verdict) -> ChartFormat {
    let mut edge = ChartLine::new();
    edge.set_color(Color::RGB(0x40_40_40)).set_width(0.5);
    let mut format = ChartFormat::new();
    format.set_border(&edge);
    let solid = |format: &mut ChartFormat, color| {
        format.set_solid_fill(ChartSolidFill::new().set_color(color));
    };
    let pattern = |format: &mut ChartFormat, kind, color| {
        let mut fill = ChartPatternFill::new();
        fill.set_pattern(kind).set_foreground_color(Color::RGB(color)).set_background_color(Color::White);
        format.set_pattern_fill(&fill);
    };
    match verdict {
        Verdict::Eliminate => solid(&mut format, DARK_RED),
        Verdict::Prohibit => pattern(&mut format, ChartPatternFillType::DiagonalStripesWideUpwards, 0xC0_00_00),
        Verdict::Review => pattern(&mut format, ChartPatternFillType::Dotted50Percent, 0xBF_8F_00),
        Verdict::Restrict => pattern(&mut format, ChartPatternFillType::HorizontalStripesLight, 0x1F_4E_79),
        Verdict::Exempt => solid(&mut format, Color::RGB(0xBF_BF_BF)),
        Verdict::Clear => solid(&mut format, Color::White),
    }
    format
}
