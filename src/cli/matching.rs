//! `capex match [TEXT]...`: judges phrases, one by one.

use std::collections::HashMap;
use std::io::{BufRead, IsTerminal};

use anyhow::{Context, bail};
use clap::ValueEnum;
use foldhash::fast::RandomState;
use serde::Serialize;

use super::options::JudgeOptions;
use super::{Console, Exit, setup};
use crate::audit::select;
use crate::matching::{Description, Finding, Judgement, MatchOptions, Matcher};
use crate::report::json::compact;
use crate::report::terminal::judgement;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 要判定的词句；不写则从标准输入逐行读
    #[arg(value_name = "词句")]
    texts: Vec<String>,
    /// 按哪个行业理解
    #[arg(long, value_name = "行业", default_value = "", hide_default_value = true)]
    sector: String,
    /// 输出格式：text 文字、jsonl 每行一个 JSON
    #[arg(long, value_enum, default_value_t, value_name = "格式", hide_possible_values = true)]
    format: Format,
    /// 显示差在哪里（为什么不属于）
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    judge: JudgeOptions,
}

/// The form of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Jsonl,
}

/// A line of the JSON Lines form.
#[derive(Serialize)]
struct Answer<'a> {
    text: &'a str,
    #[serde(flatten)]
    judgement: &'a Judgement,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        if self.judge.waivers.is_some() {
            bail!("capex match 只看词句，不看是哪家企业，用不上 --waivers；请用 capex audit");
        }
        let library = setup::library(&self.judge)?;
        let editions = select(&library, &setup::plan(&self.judge.plan)?, &self.judge.only, self.judge.day())
            .context("目录选择有误")?;
        let mut options = MatchOptions {
            confirmed_only: self.judge.confirmed_only,
            explain: self.explain,
            trace: self.explain,
            ..MatchOptions::default()
        };
        let actions = self.judge.actions();
        if !actions.is_empty() {
            options.actions = actions;
        }
        let matcher = Matcher::new(library.vocabulary, editions, options);
        console.data(|out| {
            if self.texts.is_empty() {
                if std::io::stdin().is_terminal() {
                    console.note("从键盘读入，每行一条，Ctrl-D 结束");
                }
                let mut stdin = std::io::stdin().lock();
                let mut line = Vec::new();
                let mut remembered = Remembered::default();
                loop {
                    line.clear();
                    if stdin.read_until(b'\n', &mut line).context("不能读标准输入")? == 0 {
                        return Ok(());
                    }
                    // A line that is no UTF-8 still gets its answer, in its place.
                    let text = String::from_utf8_lossy(&line);
                    let text = text.strip_suffix('\n').unwrap_or(&text);
                    let text = text.strip_suffix('\r').unwrap_or(text);
                    let answer = remembered.answer(text, |out| self.answer(text, &matcher, console, out))?;
                    out.write_all(answer)?;
                }
            }
            self.texts.iter().try_for_each(|text| {
                let mut answer = Vec::new();
                self.answer(text, &matcher, console, &mut answer)?;
                Ok(out.write_all(&answer)?)
            })
        })?;
        Ok(Exit::Clean)
    }

    fn answer(&self, text: &str, matcher: &Matcher, console: &Console, out: &mut Vec<u8>) -> anyhow::Result<()> {
        let judged = matcher.judge(&Description::phrase(text, &self.sector));
        match self.format {
            Format::Jsonl => {
                compact::write(&Answer { text, judgement: &judged }, out)?;
                out.push(b'\n');
            }
            Format::Text => {
                let cite = |finding: &Finding| citation(matcher, finding);
                let place: &dyn Fn(&str) -> String = &|from| source(from).to_owned();
                let explain = self.explain.then_some(place);
                let items = (judged.verdict, judged.items.as_slice());
                judgement(text, items, &cite, explain, (console.width(), console.color()), out)?;
            }
        }
        Ok(())
    }
}

/// Answers already given: surveys repeat themselves, and the same phrase has the same answer.
#[derive(Default)]
struct Remembered {
    answers: HashMap<Box<str>, Box<[u8]>, RandomState>,
    bytes: usize,
    /// Room for the answer under way.
    draft: Vec<u8>,
}

impl Remembered {
    /// Bytes that are kept before all is forgotten, so that memory does not grow with the input: some 100,000 phrases with
    /// their answers.
    const MOST: usize = 64 << 20;

    /// The answer to a phrase, made only if it is not remembered.
    fn answer(&mut self, text: &str, make: impl FnOnce(&mut Vec<u8>) -> anyhow::Result<()>) -> anyhow::Result<&[u8]> {
        if !self.answers.contains_key(text) {
            self.draft.clear();
            make(&mut self.draft)?;
            if self.bytes > Self::MOST {
                self.answers.clear();
                self.bytes = 0;
            }
            self.bytes += text.len() + self.draft.len();
            self.answers.insert(text.into(), self.draft.as_slice().into());
        }
        Ok(self.answers.get(text).map_or(&[], |answer| answer))
    }
}

/// Where a fact of a phrase comes from, when it is not the phrase itself.
fn source(from: &str) -> &'static str {
    match from {
        "model-code" => "型号",
        "inference" => "推定",
        "sector" => "行业",
        _ => "",
    }
}

/// Document number, place and wording of what a finding cites.
fn citation(matcher: &Matcher, finding: &Finding) -> String {
    let edition = matcher.editions().iter().find(|edition| edition.id == finding.catalog);
    let document = edition.map_or(finding.catalog.as_str(), |edition| edition.document.as_str());
    match edition.and_then(|edition| edition.entry(&finding.entry)) {
        Some(entry) => {
            let deadline = entry.deadline.chinese();
            let evidence = entry.evidence.level.chinese();
            format!("{document} {}：{}〔{deadline}；{evidence}〕", finding.cite, entry.name)
        }
        None => format!("{document} {}", finding.cite),
    }
}
