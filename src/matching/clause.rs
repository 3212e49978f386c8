//! Reads the clauses of a text: one segment for each, two where a clause names two unrelated things with numbers between.

use std::ops::Range;

use crate::catalog::{ParameterId, Scope, TermId, TermKind, Vocabulary};
use crate::quantity::{Dimension, Interval, Measure, ReadingKind};

use super::control::Control;
use super::finding::Presence;
use super::lexicon::{Lexicon, Target};
use super::marks::{Mark, control};
use super::segment::{Placed, Segment, Stated};
use super::token::{Token, TokenKind};

/// The clauses of a text, in order.
pub(super) fn clauses(
    text: &str,
    tokens: &[Token],
    marks: &[Mark],
    lexicon: &Lexicon,
    vocabulary: &Vocabulary,
) -> Vec<Segment> {
    Clauses { text, tokens, marks, lexicon, vocabulary }.read()
}

struct Clauses<'a> {
    text: &'a str,
    tokens: &'a [Token],
    marks: &'a [Mark],
    lexicon: &'a Lexicon,
    vocabulary: &'a Vocabulary,
}

impl Clauses<'_> {
    /// One segment for each clause, two where a clause names two unrelated things with numbers between.
    fn read(&self) -> Vec<Segment> {
        let mut clauses = Vec::new();
        let (mut start, mut listed, mut opens, mut bordered) = (0, false, true, false);
        for at in 0..=self.tokens.len() {
            let ends = self.tokens.get(at).is_none_or(|token| {
                token.depth == 0 && matches!(token.kind, TokenKind::Comma | TokenKind::Clause | TokenKind::Stop)
            });
            if !ends {
                continue;
            }
            let first = clauses.len();
            self.clause(start..at, &mut clauses);
            if let Some(segment) = clauses.get_mut(first) {
                (segment.listed, segment.opens, segment.bordered) = (listed, opens, bordered);
                segment.serves = self.serves(start);
                segment.makes = self.makes(start);
                segment.foreign = self.is_foreign(start..at, segment);
                (opens, listed) = (false, false);
            }
            if let Some(token) = self.tokens.get(at) {
                listed = token.kind == TokenKind::Comma;
                opens |= token.kind == TokenKind::Stop;
                bordered = self.text.get(token.span.clone()) == Some("|");
            }
            start = at + 1;
        }
        clauses
    }

    /// 烧硫铝酸盐水泥熟料, 生产油井水泥.
    fn makes(&self, start: usize) -> bool {
        const VERBS: [&str; 20] = [
            "专作",
            "专做",
            "专用于",
            "用于",
            "专供",
            "只用于",
            "烧",
            "烧的是",
            "煅烧",
            "生产",
            "产",
            "专产",
            "专门生产",
            "主产",
            "现产",
            "用于生产",
            "用来生产",
            "用于烧制",
            "只生产",
            "生产的是",
        ];
        VERBS.contains(&self.unknown_words(start))
    }

    /// 配连铸机1台, 配套LF炉1座.
    fn serves(&self, start: usize) -> bool {
        self.unknown_words(start).starts_with('配')
    }

    /// 24m2带烧1台: pieces of a size of something that nobody knows.
    fn is_foreign(&self, range: Range<usize>, segment: &Segment) -> bool {
        const NO_NOUNS: [&str; 16] = [
            "左右", "上下", "规模", "级别", "级的", "规格", "型号", "国产", "进口", "各", "均", "共", "的", "另", "已",
            "在",
        ];
        let nameless = segment.terms.is_empty() && segment.hinted.is_empty();
        nameless
            && segment.count.is_some()
            && range.clone().skip(1).any(|at| {
                let words = self.unknown_words(at);
                let behind = matches!(self.tokens[at - 1].kind, TokenKind::Number(ReadingKind::Measure(_)));
                behind && words.chars().count() >= 2 && !NO_NOUNS.iter().any(|other| words.starts_with(other))
            })
    }

    /// The words at a place that nobody knows; empty where it is something known.
    fn unknown_words(&self, at: usize) -> &str {
        let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Words);
        token.and_then(|token| self.text.get(token.span.clone())).unwrap_or_default()
    }

    fn clause(&self, range: Range<usize>, clauses: &mut Vec<Segment>) {
        let mut start = range.start;
        for at in range.clone() {
            if self.begins_another(start, at) {
                let cut = self.cut_before(start, at);
                if cut > start {
                    clauses.extend(self.segment(start..cut));
                    start = cut;
                }
            }
        }
        clauses.extend(self.segment(start..range.end));
    }

    fn equipment(&self, at: usize) -> Option<TermId> {
        let token = self.tokens.get(at)?;
        if self.marks.get(at) != Some(&Mark::Live) || token.depth > 0 {
            return None;
        }
        token.names(TermKind::Equipment, self.lexicon, self.vocabulary)
    }

    /// Whether the equipment at `at` is another thing than the one named since `start`, with a number between.
    fn begins_another(&self, start: usize, at: usize) -> bool {
        let Some(term) = self.equipment(at) else { return false };
        let earlier = (start..at).rev().find_map(|index| self.equipment(index).map(|earlier| (index, earlier)));
        let Some((index, earlier)) = earlier else { return false };
        let related = self.vocabulary.is_a(term, earlier) || self.vocabulary.is_a(earlier, term);
        !related && ((index + 1..at).any(|between| self.is_value(between)) || self.sized_apart(start, index, at))
    }

    /// 380m3高炉配套烧结机52m2: each has a size, one before and one behind its noun.
    fn sized_apart(&self, start: usize, first: usize, second: usize) -> bool {
        let with = (first + 1..second).any(|between| self.unknown_words(between).starts_with('配'));
        with && (start..first).any(|before| self.is_value(before))
            && self.tokens.len() > second + 1
            && self.is_value(second + 1)
    }

    fn is_value(&self, at: usize) -> bool {
        self.tokens[at].depth == 0
            && matches!(self.tokens[at].kind, TokenKind::Number(ReadingKind::Measure(_) | ReadingKind::Count(_)))
    }

    /// Where the second thing begins: after the count that follows the first noun.
    fn cut_before(&self, start: usize, at: usize) -> usize {
        let noun = (start..at).rev().find(|&index| self.equipment(index).is_some()).unwrap_or(start);
        let numbers: Vec<usize> = (noun + 1..at).filter(|&index| self.is_value(index)).collect();
        match numbers.as_slice() {
            [first, second, ..] if matches!(self.tokens[*first].kind, TokenKind::Number(ReadingKind::Count(_))) => {
                *second
            }
            [first, ..] => *first,
            [] => at,
        }
    }

    fn segment(&self, range: Range<usize>) -> Option<Segment> {
        let mut segment = Segment::default();
        let mut labels: Vec<ParameterId> = Vec::new();
        let (mut total, mut each, mut each_count) = (false, false, false);
        let mut period: Option<Control> = None;
        let (mut filled, mut owned) = (false, false);
        for at in range.clone() {
            let token = self.tokens.get(at)?;
            let mark = self.marks.get(at).copied().unwrap_or(Mark::Live);
            if matches!(mark, Mark::Excepted | Mark::Future) {
                continue;
            }
            if mark == Mark::Owner {
                segment.extend_span(&token.span);
                (filled, owned) = (true, true);
                continue;
            }
            if mark == Mark::Past {
                if matches!(token.kind, TokenKind::Number(ReadingKind::Measure(_))) {
                    segment.past.push(token.span.clone());
                }
                continue;
            }
            let is_text = !matches!(token.kind, TokenKind::Particle(_));
            if is_text {
                segment.extend_span(&token.span);
                filled = true;
            }
            match &token.kind {
                TokenKind::Mention(mention) => {
                    for target in self.lexicon.targets(*mention) {
                        match *target {
                            Target::Term(term) if mark == Mark::Negated => segment.denied.push(term),
                            Target::Term(term) => {
                                if !segment.terms.contains(&term) {
                                    segment.terms.push(term);
                                }
                            }
                            Target::Value(attribute, value) => segment.stated.push(Stated {
                                attribute,
                                value,
                                denied: mark == Mark::Negated,
                                span: token.span.clone(),
                            }),
                            Target::Parameter(parameter) => {
                                // 总产能: the label itself says that it is a sum.
                                total |= self.is_sum(parameter, token);
                                labels.push(parameter);
                            }
                            Target::Hint(term) => segment.hinted.push(term),
                            // 转炉除尘器 of the look-alike 转炉除尘
                            Target::Nothing => owned |= self.lexicon.begins_with_equipment(*mention, self.vocabulary),
                            Target::Control(_) | Target::Gapped(_) => {}
                        }
                    }
                    match control(token, self.lexicon) {
                        Some(Control::Total) => total = true,
                        Some(Control::Each) => each = true,
                        Some(Control::EachCount) => {
                            each_count = true;
                            segment.each_count |= self.followed_by_presence(at);
                        }
                        found @ Some(Control::PerDay | Control::PerYear | Control::PerHour | Control::PerMinute) => {
                            period = found
                        }
                        // 计划2019年底前拆除: it still stands.
                        Some(Control::Dismantled | Control::Closed) if let Some(words) = self.intended(token) => {
                            segment.intended.push(words);
                        }
                        Some(Control::Dismantled) => segment.presence = Some(Presence::Dismantled),
                        Some(Control::Closed) => segment.presence = Some(Presence::Closed),
                        // 停产，尚未拆除: it stands idle.
                        Some(Control::Idle) => {
                            let here = segment.presence.filter(|presence| *presence != Presence::InPlace);
                            segment.presence = here.or(self.idle(at)).or(segment.presence);
                        }
                        Some(Control::Planned) => segment.presence = Some(Presence::Planned),
                        Some(Control::InPlace) if segment.presence != Some(Presence::Idle) => {
                            segment.presence = Some(Presence::InPlace);
                        }
                        _ => {}
                    }
                }
                TokenKind::Number(ReadingKind::Measure(measure))
                    if self.is_other_size(at, measure, &labels, &segment) && !self.is_thickness(at, &segment) => {}
                // 日产铁水380立方 is no size of the furnace.
                TokenKind::Number(ReadingKind::Measure(measure)) if is_flow(measure, period) => {
                    period = None;
                }
                TokenKind::Number(ReadingKind::Measure(measure)) => {
                    let mut placed = Placed {
                        measure: of_period(measure.clone(), period.take()),
                        span: token.span.clone(),
                        labels: std::mem::take(&mut labels),
                        total: std::mem::take(&mut total)
                            || self.followed_by(at, Control::Total)
                            || self.is_together(at),
                        each: std::mem::take(&mut each)
                            || self.followed_by(at, Control::Each)
                            || self.is_per_piece(token)
                            || self.shared_by_pieces(at, measure),
                        leads: !segment.names(),
                        pieces: self.pieces(at, measure),
                    };
                    if placed.labels.is_empty() {
                        placed.labels = self.label_after(at, range.end);
                    }
                    if placed.labels.is_empty() && self.is_diameter(token) {
                        placed.labels = self.diameters();
                    }
                    segment.count = segment.count.or(placed.pieces.filter(|_| measure.multiplier.is_some()));
                    segment.measures.push(placed);
                }
                TokenKind::Number(ReadingKind::Count(count)) if period == Some(Control::PerYear) => {
                    // 年产50万条轮胎
                    period = None;
                    let value = Interval::exactly(*count);
                    segment.rate(value, Dimension::PiecesPerYear, token.span.clone(), std::mem::take(&mut labels));
                }
                TokenKind::Number(ReadingKind::Count(count)) => {
                    // 8台(6用2备): the first count is the whole.
                    if token.depth == 0 || segment.count.is_none() {
                        segment.count = segment.count.or(Some(*count));
                    }
                    segment.each_count |= each_count;
                }
                TokenKind::Words if let Some(presence) = self.since(at) => segment.presence = Some(presence),
                TokenKind::Number(ReadingKind::Bare(value))
                    if period == Some(Control::PerHour) && self.is_followed_by_pieces(token) =>
                {
                    // 每小时8000张
                    period = None;
                    segment.rate(*value, Dimension::PiecesPerHour, token.span.clone(), std::mem::take(&mut labels));
                }
                TokenKind::Number(ReadingKind::Bare(value)) => segment.bare.push((*value, token.span.clone())),
                TokenKind::Number(ReadingKind::Label) => segment.numbered += 1,
                TokenKind::Number(ReadingKind::Code) => segment.codes.push(token.span.clone()),
                _ => {}
            }
        }
        segment.attends = owned && !segment.names();
        filled.then_some(segment)
    }

    /// 2×350m3, 2台6300kVA. 3×4200kVA单相 are the phases of one.
    fn pieces(&self, at: usize, measure: &Measure) -> Option<rust_decimal::Decimal> {
        let phases = measure.unit.dimension == Dimension::ApparentPower && self.text.contains("单相");
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let counted = before.and_then(|token| match token.kind {
            TokenKind::Number(ReadingKind::Count(count)) => Some(count),
            _ => None,
        });
        measure.multiplier.filter(|_| !phases).or(counted)
    }

    /// Whether what is counted right behind a number comes off a line one by one.
    fn is_followed_by_pieces(&self, token: &Token) -> bool {
        self.text.get(token.span.end..).is_some_and(|rest| rest.starts_with(['张', '瓶', '件', '罐', '印']))
    }

    fn is_sum(&self, parameter: ParameterId, token: &Token) -> bool {
        let plant = self.vocabulary.parameters.get(parameter.index()).is_some_and(|known| known.scope == Scope::Plant);
        plant && self.text.get(token.span.clone()).is_some_and(|label| label.starts_with('总'))
    }

    fn is_diameter(&self, token: &Token) -> bool {
        let of = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        of(token.span.clone()).starts_with('φ') || of(0..token.span.start).ends_with('φ')
    }

    /// What φ may measure: never the width of a strip.
    fn diameters(&self) -> Vec<ParameterId> {
        (0_u16..)
            .zip(&self.vocabulary.parameters)
            .filter(|(_, parameter)| parameter.dimension == Dimension::Length && parameter.name.contains('径'))
            .map(|(index, _)| ParameterId(index))
            .collect()
    }

    /// 直径3.2米，长度13米: the length of a thing that is measured by its diameter.
    fn is_other_size(&self, at: usize, measure: &Measure, labels: &[ParameterId], segment: &Segment) -> bool {
        const SIZES: [&str; 9] = ["长", "长度", "高", "高度", "宽", "宽度", "厚", "厚度", "深度"];
        let words = at.checked_sub(1).map_or("", |before| self.unknown_words(before));
        let words = words.trim_end_matches(['为', ':', '约']);
        // 炭化室平均宽500mm、高4.25m
        let before = self.tokens.get(at).and_then(|token| self.text.get(..token.span.start)).unwrap_or_default();
        if (words.ends_with('高') || words.ends_with("高度")) && before.contains("炭化室") {
            return false;
        }
        // 焦炉(高2.8m): the size by which such a thing is measured.
        let own = |size: char| {
            let parameters = segment.terms.iter().filter_map(|term| self.vocabulary.terms.get(term.index()));
            parameters
                .flat_map(|term| &term.parameters)
                .filter_map(|id| self.vocabulary.parameters.get(id.index()))
                .any(|parameter| parameter.dimension == Dimension::Length && parameter.name.contains(size))
        };
        let plain = SIZES.contains(&words) && words.chars().next().is_some_and(own);
        measure.unit.dimension == Dimension::Length
            && labels.is_empty()
            && !plain
            && SIZES.iter().any(|size| words.ends_with(size))
    }

    /// 8台(6用2备) tells spare pieces, not that the thing stands idle.
    fn idle(&self, at: usize) -> Option<Presence> {
        let spare = self.tokens.get(at).is_some_and(|token| token.depth > 0)
            && at > 0
            && matches!(self.tokens[at - 1].kind, TokenKind::Number(_));
        (!spare).then_some(Presence::Idle)
    }

    /// 计划2019年底前拆除, 将于2020年拆除, 列入关停计划: the words of an end that is still to come.
    fn intended(&self, token: &Token) -> Option<Range<usize>> {
        const WILL: [&str; 22] = [
            "计划",
            "拟",
            "将",
            "预计",
            "要求",
            "责令",
            "限期",
            "准备",
            "打算",
            "承诺",
            "建议",
            "下一步",
            "下步",
            "申请",
            "有待",
            "尚待",
            "应于",
            "须于",
            "需于",
            "务必",
            "争取",
            "力争",
        ];
        const BEFORE: [&str; 6] = ["前", "待", "应", "须", "需", "应当"];
        const PLANS: [&str; 8] = ["计划", "方案", "任务", "名单", "范围", "要求", "目标", "通知"];
        let ends = |c: char| matches!(c, ',' | '，' | ';' | '。' | '(' | ')' | '|' | '\n');
        let head = self.text.get(..token.span.start)?;
        let from = head.rfind(ends).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        let head = &head[from..];
        let word = self.text.get(token.span.clone())?;
        let tail = self.text.get(token.span.end..)?;
        let done = ["已", "业已", "均已"].iter().any(|done| head.contains(done) || word.starts_with(done))
            || ["了", "完毕", "完成", "到位"].iter().any(|done| tail.starts_with(done));
        let before =
            head.trim_end_matches("完成").trim_end_matches("全部").trim_end_matches("予以").trim_end_matches("依法");
        let intends = WILL.iter().any(|will| head.contains(will) || word.starts_with(will))
            || BEFORE.iter().any(|words| before.ends_with(words))
            || PLANS.iter().any(|plan| tail.starts_with(plan));
        let start = from + head.find(|c: char| !c.is_whitespace()).unwrap_or(0);
        (intends && !done).then_some(start..token.span.end)
    }

    /// 均已拆除.
    fn followed_by_presence(&self, at: usize) -> bool {
        self.tokens.get(at + 1).and_then(|token| control(token, self.lexicon)).is_some_and(|control| {
            matches!(
                control,
                Control::Dismantled | Control::Closed | Control::Idle | Control::Planned | Control::InPlace
            )
        })
    }

    /// 6台7.5万吨/年直立炭化炉: a yearly output between the number of pieces and their noun is that of each.
    fn shared_by_pieces(&self, at: usize, measure: &Measure) -> bool {
        let counted = at
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .is_some_and(|token| matches!(token.kind, TokenKind::Number(ReadingKind::Count(_))));
        counted && measure.unit.dimension == Dimension::MassPerYear && self.equipment(at + 1).is_some()
    }

    /// 2008年停, 2015年就拆了, 2014年关闭: a verb right behind a year.
    fn since(&self, at: usize) -> Option<Presence> {
        const BEGUN: [&str; 15] =
            ["", "就", "底", "初", "起", "起就", "后", "已", "就已", "前已", "底就", "至今", "以来", "起已", "以后"];
        let token = self.tokens.get(at)?;
        let words = self.text.get(token.span.clone())?;
        let dated = at > 0 && matches!(self.tokens[at - 1].kind, TokenKind::Number(ReadingKind::Year));
        let stem = words.trim_end_matches(['了', '的', '掉']);
        let ended = [
            ("停", Presence::Idle),
            ("熄火", Presence::Idle),
            ("拆", Presence::Dismantled),
            ("关闭", Presence::Closed),
            ("关", Presence::Closed),
        ];
        let (_, presence) = ended
            .into_iter()
            .find(|(verb, _)| stem.strip_suffix(verb).is_some_and(|before| BEGUN.contains(&before)))?;
        dated.then_some(presence)
    }

    /// 两台矿热炉共2万KVA: 共 right before a size behind a number of pieces.
    fn is_together(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.is_some_and(|token| {
            let words = self.text.get(token.span.clone()).unwrap_or_default();
            token.kind == TokenKind::Words && (words == "共" || words.ends_with("一共") || words.ends_with("总共"))
        })
    }

    /// 厚0.02mm of what is measured by its thickness.
    fn is_thickness(&self, at: usize, segment: &Segment) -> bool {
        let thick = |term: &TermId| {
            let parameters = self.vocabulary.terms.get(term.index()).into_iter().flat_map(|term| &term.parameters);
            parameters
                .filter_map(|id| self.vocabulary.parameters.get(id.index()))
                .any(|parameter| parameter.name == "厚度")
        };
        let before = self.tokens.get(at).and_then(|token| self.text.get(..token.span.start)).unwrap_or_default();
        before.ends_with('厚') && (segment.terms.is_empty() || segment.terms.iter().any(thick))
    }

    /// 380m3/座
    fn is_per_piece(&self, token: &Token) -> bool {
        let written = self.text.get(token.span.clone()).unwrap_or_default();
        written.rfind('/').is_some_and(|slash| crate::quantity::is_per_piece(&written[slash..]))
    }

    /// Whether a bracket right after a number says 合计 or 单座.
    fn followed_by(&self, at: usize, wanted: Control) -> bool {
        self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Open)
            && self.tokens.get(at + 2).is_some_and(|token| control(token, self.lexicon) == Some(wanted))
    }

    /// A parameter named right behind a measure, unless another measure follows it.
    fn label_after(&self, at: usize, end: usize) -> Vec<ParameterId> {
        let Some(token) = self.tokens.get(at + 1).filter(|_| at + 1 < end) else { return Vec::new() };
        let TokenKind::Mention(mention) = &token.kind else { return Vec::new() };
        let follows = self.tokens.get(at + 2).filter(|_| at + 2 < end);
        if follows.is_some_and(|next| matches!(next.kind, TokenKind::Number(ReadingKind::Measure(_)))) {
            return Vec::new();
        }
        self.lexicon
            .targets(*mention)
            .iter()
            .filter_map(|target| match target {
                Target::Parameter(parameter) => Some(*parameter),
                _ => None,
            })
            .collect()
    }
}

/// Whether a measure behind 日产, 每小时 or 每分钟 tells how much passes, not how large a thing is.
fn is_flow(measure: &Measure, period: Option<Control>) -> bool {
    let size = matches!(measure.unit.dimension, Dimension::Volume | Dimension::Area | Dimension::Length);
    match period {
        Some(Control::PerDay | Control::PerHour) => size,
        Some(Control::PerMinute) => size || measure.unit.dimension == Dimension::Mass,
        _ => false,
    }
}

/// 日产2000吨 is a daily capacity, 年产3万平方米 a yearly one.
fn of_period(mut measure: Measure, period: Option<Control>) -> Measure {
    let dimension = match (measure.unit.dimension, period) {
        (Dimension::Mass | Dimension::MassPerYear, Some(Control::PerDay)) => Dimension::MassPerDay,
        (Dimension::Mass, Some(Control::PerYear)) => Dimension::MassPerYear,
        (Dimension::Mass, Some(Control::PerHour)) => Dimension::MassPerHour,
        (Dimension::Area, Some(Control::PerYear)) => Dimension::AreaPerYear,
        (Dimension::Volume, Some(Control::PerYear)) => Dimension::VolumePerYear,
        _ => return measure,
    };
    measure.unit.dimension = dimension;
    measure
}
