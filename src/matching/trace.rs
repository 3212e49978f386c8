//! `--explain`: how a phrase was read and how each rule that speaks of it stands, condition by condition. Nothing of this is
//! made in a run that does not ask for it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::{Edition, Entry, Rule, Vocabulary};
use crate::quantity::ReadingKind;
use crate::text::fold;

use super::description::Description;
use super::explain::{all_leaves, term_name, value_name};
use super::finding::{Finding, NearMiss, Outcome};
use super::lexicon::{Lexicon, Mention, Target};
use super::logic::{Truth, subject};
use super::marks::{Mark, marks};
use super::thing::Thing;
use super::token::{Token, TokenKind, tokens};

/// How an item was judged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Trace {
    /// The words of each column, with what was recognised in them.
    pub read: Vec<ReadText>,
    /// The rules that speak of the item, in the order of the catalogues.
    pub rules: Vec<RuleTrace>,
}

/// The words of one column as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadText {
    /// The field, by its canonical name; empty for `match`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The words, what was recognised in 〔〕.
    pub marked: String,
    /// What was recognised, in order.
    pub pieces: Vec<Piece>,
}

/// A recognised piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Piece {
    /// As written.
    pub text: String,
    /// `term`, `property`, `parameter`, `control`, `look-alike`, `measure`, `count`, `number`, `label`, `year`, `code`, `other`.
    pub kind: String,
    /// What it was taken for: the term's name, `用途=铸造`, the measure in its unit. Empty where that is the text itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub means: String,
    /// Why it does not count as it stands: `excepted`, `negated`, `past`, `future`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mark: String,
}

/// How one rule of an entry stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleTrace {
    /// The edition.
    pub catalog: String,
    /// The entry's key.
    pub entry: String,
    /// The rule's place in the entry, counted from 1.
    pub rule: usize,
    /// `hit`, `review`, `exempt`, or `none`.
    pub outcome: String,
    /// The name and each condition.
    pub conditions: Vec<ConditionTrace>,
    /// The exceptions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<ConditionTrace>,
}

/// How one condition stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConditionTrace {
    /// The condition with what is known of the item.
    pub text: String,
    /// `true`, `false` or `unknown`.
    pub truth: String,
    /// Whether it is one of several of which one is enough.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alternative: bool,
}

impl RuleTrace {
    /// How many conditions are of a truth.
    fn of(&self, truth: &str) -> usize {
        self.conditions.iter().filter(|condition| condition.truth == truth).count()
    }

    /// How far the rule is from applying: false conditions, then unknown ones.
    fn distance(&self) -> (usize, usize) {
        (self.of("false"), self.of("unknown"))
    }
}

/// The trace of a rule; `finding` is what it gave, if anything.
pub(super) fn rule(
    (edition, entry, rule, place): (&Edition, &Entry, &Rule, usize),
    finding: Option<&Finding>,
    thing: &Thing,
    vocabulary: &Vocabulary,
) -> RuleTrace {
    let mut conditions: Vec<ConditionTrace> = rule
        .subjects
        .iter()
        .map(|group| {
            let names: Vec<&str> = group.iter().map(|&term| term_name(vocabulary, term)).collect();
            condition(format!("属于“{}”", names.join("”或“")), subject(thing, group, vocabulary), false)
        })
        .collect();
    let leaves = |part| {
        all_leaves(part, thing, vocabulary)
            .into_iter()
            .map(|leaf| condition(leaf.words(thing, vocabulary), leaf.truth, leaf.alternative))
            .filter(|condition| !condition.text.is_empty())
    };
    conditions.extend(rule.when.iter().flat_map(leaves));
    RuleTrace {
        catalog: edition.id.clone(),
        entry: entry.key.clone(),
        rule: place + 1,
        outcome: match finding.map(|finding| finding.outcome) {
            Some(Outcome::Hit) => "hit",
            Some(Outcome::Review) => "review",
            Some(Outcome::Exempt) => "exempt",
            None => "none",
        }
        .into(),
        conditions,
        unless: rule.unless.iter().flat_map(|exemption| leaves(&exemption.when)).collect(),
    }
}

fn condition(text: String, truth: Truth, alternative: bool) -> ConditionTrace {
    let truth = match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
    };
    ConditionTrace { text, truth: truth.into(), alternative }
}

/// Near misses, the rules that least is wrong with first.
pub(super) fn best_first(near_misses: &mut [NearMiss], rules: &[RuleTrace]) {
    near_misses.sort_by_key(|miss| {
        rules
            .iter()
            .filter(|rule| rule.outcome == "none" && rule.catalog == miss.catalog && rule.entry == miss.entry)
            .map(RuleTrace::distance)
            .min()
            .unwrap_or((usize::MAX, 0))
    });
}

/// What was recognised in the words of an item: its own, and those of the other columns.
pub(super) fn read(
    description: &Description<'_>,
    item: &str,
    lexicon: &Lexicon,
    vocabulary: &Vocabulary,
) -> Vec<ReadText> {
    let own = description.parts.iter().position(|part| !item.is_empty() && part.text.contains(item));
    let texts = description.parts.iter().enumerate().map(|(at, part)| {
        let text = if own == Some(at) { item } else { part.text };
        (part.field, text)
    });
    texts
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(field, text)| one(field, text, lexicon, vocabulary))
        .collect()
}

fn one(field: &str, text: &str, lexicon: &Lexicon, vocabulary: &Vocabulary) -> ReadText {
    let folded = fold(text);
    let tokens = tokens(&folded, lexicon);
    let marks = marks(&folded.text, &tokens, lexicon, vocabulary);
    let (mut marked, mut pieces, mut done) = (String::new(), Vec::new(), 0);
    for (token, mark) in tokens.iter().zip(marks) {
        let Some((kind, means)) = meaning(token, lexicon, vocabulary) else { continue };
        let range = folded.original(token.span.start, token.span.end);
        let (Some(between), Some(words)) = (text.get(done..range.start), text.get(range.clone())) else { continue };
        marked.push_str(between);
        marked.push('〔');
        marked.push_str(words);
        marked.push('〕');
        done = range.end;
        let mark = match mark {
            Mark::Live => "",
            _ if kind == "control" => "",
            Mark::Excepted | Mark::Owner => "excepted",
            Mark::Negated => "negated",
            Mark::Past | Mark::Replaced => "past",
            Mark::Future => "future",
        };
        let means = if means == words { String::new() } else { means };
        pieces.push(Piece { text: words.to_owned(), kind: kind.to_owned(), means, mark: mark.to_owned() });
    }
    marked.push_str(text.get(done..).unwrap_or_default());
    ReadText { from: field.to_owned(), marked, pieces }
}

/// The kind of a token and what it was taken for; none for punctuation and unknown words.
fn meaning(token: &Token, lexicon: &Lexicon, vocabulary: &Vocabulary) -> Option<(&'static str, String)> {
    Some(match &token.kind {
        TokenKind::Mention(mention) => return mention_of(*mention, lexicon, vocabulary),
        TokenKind::Number(ReadingKind::Measure(measure)) => {
            let length = measure.length.map(|length| format!("×{length}")).unwrap_or_default();
            let times = measure.multiplier.map(|count| format!("{count}×")).unwrap_or_default();
            ("measure", format!("{times}{}{length} {}", measure.value, measure.unit).trim_end().to_owned())
        }
        TokenKind::Number(ReadingKind::Count(count)) => ("count", count.to_string()),
        TokenKind::Number(ReadingKind::Bare(value)) => ("number", value.to_string()),
        TokenKind::Number(ReadingKind::Label) => ("label", String::new()),
        TokenKind::Number(ReadingKind::Year) => ("year", String::new()),
        TokenKind::Number(ReadingKind::Code) => ("code", String::new()),
        TokenKind::Number(ReadingKind::Other) => ("other", String::new()),
        _ => return None,
    })
}

fn mention_of(mention: Mention, lexicon: &Lexicon, vocabulary: &Vocabulary) -> Option<(&'static str, String)> {
    let mut kind = None;
    let mut names: Vec<String> = Vec::new();
    for target in lexicon.targets(mention) {
        let (of, name) = match *target {
            Target::Term(term) | Target::Hint(term) => ("term", term_name(vocabulary, term).to_owned()),
            Target::Value(attribute, value) => {
                let name = vocabulary.attributes.get(attribute.index()).map_or("", |known| known.name.as_str());
                ("property", format!("{name}={}", value_name(vocabulary, attribute, value)))
            }
            Target::Parameter(parameter) => {
                ("parameter", vocabulary.parameters.get(parameter.index()).map(|known| known.name.clone())?)
            }
            Target::Control(_) => ("control", String::new()),
            Target::Nothing => ("look-alike", String::new()),
            Target::Gapped(_) => continue,
        };
        kind = kind.or(Some(of));
        if !name.is_empty() {
            names.push(name);
        }
    }
    Some((kind?, names.join("；")))
}
