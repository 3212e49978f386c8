//! YAML → [`Plan`], every problem reported with its position.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{Choice, Delivery, Enforcement, Kind, Level, Phase, Plan};
use crate::yaml::{Content, Mapping, Node, Position, Problem, Problems, parse};

impl Plan {
    /// Reads a plan. `file` is its name in messages.
    ///
    /// # Errors
    /// Every problem of the file with its position.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let root = parse(file, text).map_err(|problem| vec![problem])?;
        let mut problems = Problems::new(file);
        let plan = Mapping::of(&root, "工作方案", &mut problems).and_then(|mapping| plan(mapping, &mut problems));
        match plan {
            Some(plan) if problems.is_empty() => Ok(plan),
            _ => Err(problems.into_sorted()),
        }
    }
}

fn plan(mut mapping: Mapping, problems: &mut Problems) -> Option<Plan> {
    let place = mapping.position();
    let id = mapping.text("plan", problems);
    if !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        problems.add(place, format!("plan 应是英文小写、数字和连字符，这里是「{id}」"));
    }
    let title = mapping.text("title", problems);
    let document = mapping.text("document", problems);
    let region = region(&mut mapping, problems);
    let year = mapping.integer("year", problems).and_then(|year| i32::try_from(year).ok()).unwrap_or_default();
    if !(1990..=2100).contains(&year) {
        problems.add(place, format!("year 应是四位年份，这里是 {year}"));
    }
    let sectors = plain(mapping.texts("sectors", problems));
    if sectors.is_empty() {
        problems.add(place, "sectors 应至少有一个行业");
    }
    let catalogs = catalogs(&mut mapping, problems);
    let supplementary = mapping.texts("supplementary", problems);
    if let Some(Choice::Listed(listed)) = &catalogs {
        for (id, position) in &supplementary {
            if listed.contains(id) {
                problems.add(*position, format!("{id} 已列入 catalogs，不能又是补充依据"));
            }
        }
    }
    let no_return = plain(mapping.texts("no_return", problems));
    let doubts = plain(mapping.texts("doubts", problems));
    let phases = phases(&mut mapping, year, problems);
    let enforcement = mapping.require("enforcement", problems).and_then(|node| enforcement(node, problems));
    let pricing = mapping.take("pricing").map(|node| pricing(node, problems)).unwrap_or_default();
    let opinion = mapping.require("acceptance", problems).and_then(|node| acceptance(node, problems));
    mapping.finish(problems);
    Some(Plan {
        id,
        title,
        document,
        region,
        year,
        sectors,
        catalogs: catalogs?,
        supplementary: plain(supplementary),
        no_return,
        doubts,
        phases,
        enforcement: enforcement?,
        pricing,
        opinion: opinion?,
    })
}

fn plain(texts: Vec<(String, Position)>) -> Vec<String> {
    texts.into_iter().map(|(text, _)| text).collect()
}

fn region(mapping: &mut Mapping, problems: &mut Problems) -> String {
    let Some((code, position)) = mapping.placed_text("region", problems) else {
        problems.add(mapping.position(), "工作方案缺少 region");
        return String::new();
    };
    if code.len() != 6 || !code.chars().all(|c| c.is_ascii_digit()) {
        problems.add(position, format!("region 应是六位行政区划代码，如 \"530000\"，这里是「{code}」"));
    }
    code
}

fn catalogs(mapping: &mut Mapping, problems: &mut Problems) -> Option<Choice> {
    let node = mapping.require("catalogs", problems)?;
    if node.content == Content::Scalar("in-force".into()) {
        return Some(Choice::InForce);
    }
    if matches!(node.content, Content::Scalar(_)) {
        problems.add(node.position, "catalogs 应是目录编号的列表，或 in-force（检查日有效的全部目录）");
        return None;
    }
    let listed = plain(mapping.texts("catalogs", problems));
    if listed.is_empty() {
        problems.add(node.position, "catalogs 是空的；要用检查日有效的全部目录，写 in-force");
    }
    Some(Choice::Listed(listed))
}

fn phases(mapping: &mut Mapping, year: i32, problems: &mut Problems) -> Vec<Phase> {
    let place = mapping.position();
    let mut phases: Vec<Phase> = Vec::new();
    for node in mapping.list("phases", problems) {
        let Some(phase) = phase(node, year, problems) else { continue };
        if phases.iter().any(|known| known.id == phase.id) {
            problems.add(node.position, format!("阶段 {} 重复", phase.id));
        }
        if phases.last().is_some_and(|before| before.due > phase.due) {
            problems.add(node.position, format!("阶段 {} 的期限早于前一阶段，请按期限先后排列", phase.id));
        }
        phases.push(phase);
    }
    let ids: BTreeSet<&str> = phases.iter().map(|phase| phase.id.as_str()).collect();
    for required in Plan::REQUIRED {
        if !ids.contains(required) {
            problems.add(place, format!("phases 缺少阶段 {required}（或其期限有误）"));
        }
    }
    phases
}

fn phase(node: &Node, year: i32, problems: &mut Problems) -> Option<Phase> {
    let mut mapping = Mapping::of(node, "阶段", problems)?;
    let id = mapping.text("id", problems);
    let name = mapping.text("name", problems);
    let starts = mapping.optional_date("starts", problems);
    let due_present = mapping.require("due", problems).is_some();
    let due = if due_present { mapping.optional_date("due", problems) } else { None };
    let due_words = mapping.optional_text("due_words", problems);
    let deliveries = mapping.list("deliveries", problems).iter().filter_map(|node| delivery(node, problems)).collect();
    mapping.finish(problems);
    let due = due?;
    if (due.year() - year).abs() > 1 {
        problems.add(node.position, format!("阶段 {id} 的期限 {due} 与方案年份 {year} 不符"));
    }
    if starts.is_some_and(|starts| starts > due) {
        problems.add(node.position, format!("阶段 {id} 的开始日期晚于期限 {due}"));
    }
    Some(Phase { id, name, starts, due, due_words, deliveries })
}

fn delivery(node: &Node, problems: &mut Problems) -> Option<Delivery> {
    let mut mapping = Mapping::of(node, "报送事项", problems)?;
    let levels = [("prefecture", Level::Prefecture), ("county", Level::County)];
    let from = mapping.one_of("from", &levels, problems);
    let what = mapping.text("what", problems);
    let to = mapping.text("to", problems);
    let copies = plain(mapping.texts("copies", problems));
    mapping.finish(problems);
    Some(Delivery { from: from?, what, to, copies })
}

fn enforcement(node: &Node, problems: &mut Problems) -> Option<Enforcement> {
    let mut mapping = Mapping::of(node, "执法要求", problems)?;
    let measures = kinds(&mut mapping, "measures", problems);
    let rank = |key: &'static str, mapping: &mut Mapping, problems: &mut Problems| {
        let node = mapping.require(key, problems)?;
        let (name, _) = mapping.placed_text(key, problems)?;
        let rank = measures.iter().position(|kind| kind.name == name);
        if rank.is_none() {
            problems.add(node.position, format!("{key} 的「{name}」不在 measures 中"));
        }
        rank
    };
    let order = rank("order", &mut mapping, problems);
    let hazard = rank("hazard", &mut mapping, problems);
    let copied = mapping.flag("copied", problems).unwrap_or_default();
    let close_by: Option<NaiveDate> =
        mapping.require("close_by", problems).and_then(|_| mapping.optional_date("close_by", problems));
    mapping.finish(problems);
    Some(Enforcement { order: order?, hazard: hazard?, copied, close_by: close_by?, measures })
}

fn pricing(node: &Node, problems: &mut Problems) -> Vec<Kind> {
    let Some(mut mapping) = Mapping::of(node, "差别化价格", problems) else { return Vec::new() };
    let kinds = kinds(&mut mapping, "kinds", problems);
    mapping.finish(problems);
    kinds
}

fn acceptance(node: &Node, problems: &mut Problems) -> Option<String> {
    let mut mapping = Mapping::of(node, "验收要求", problems)?;
    mapping.one_of("each", &[("household", ())], problems);
    let opinion = mapping.text("opinion", problems);
    mapping.finish(problems);
    Some(opinion)
}

/// Kinds of measure or price. A word may name one kind only.
fn kinds(mapping: &mut Mapping, key: &'static str, problems: &mut Problems) -> Vec<Kind> {
    let place = mapping.position();
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut kinds = Vec::new();
    for node in mapping.list(key, problems) {
        let Some(mut mapping) = Mapping::of(node, "类别", problems) else { continue };
        let name = mapping.text("name", problems);
        let labels = plain(mapping.texts("labels", problems));
        mapping.finish(problems);
        for word in labels.iter().chain([&name]) {
            if !words.insert(word.clone()) {
                problems.add(node.position, format!("叫法「{word}」已属于另一类别"));
            }
        }
        kinds.push(Kind { name, labels });
    }
    if kinds.is_empty() {
        problems.add(place, format!("{key} 应至少有一个类别"));
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    const YUNNAN: &str = include_str!("../../catalogs/plans/yunnan-2019.yaml");

    fn problems_of(text: &str) -> Vec<String> {
        Plan::read("p.yaml", text).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_problem_is_reported_with_its_line() {
        let text = YUNNAN
            .replace("due: 2019-06-30", "due: 2019-06-31")
            .replace("year: 2019", "year: 2019\nyeer: 2019")
            .replace("hazard: 停产整改 ", "hazard: 停产整頓 ")
            .replace("from: county, what: 摸底表", "from: village, what: 摸底表");
        let problems = problems_of(&text);
        assert!(problems.iter().any(|p| p.contains("没有键 yeer")), "{problems:?}");
        assert!(problems.iter().any(|p| p.contains("2019-06-31")), "{problems:?}");
        assert!(problems.iter().any(|p| p.contains("停产整頓")), "{problems:?}");
        assert!(problems.iter().any(|p| p.contains("village")), "{problems:?}");
        assert!(problems.iter().all(|p| p.starts_with("p.yaml:")), "{problems:?}");
    }

    #[test]
    fn a_plan_without_a_required_phase_is_refused() {
        let problems = problems_of(&YUNNAN.replace("id: acceptance", "id: accepting"));
        assert!(problems[0].contains("缺少阶段 acceptance"), "{problems:?}");
    }

    #[test]
    fn a_catalogue_cannot_be_main_and_supplementary() {
        let problems = problems_of(&YUNNAN.replace("supplementary: [guofa-2010-7]", "supplementary: [ndrc-2013]"));
        assert!(problems[0].contains("补充依据"), "{problems:?}");
    }

    #[test]
    fn a_word_names_one_measure_only() {
        let problems = problems_of(&YUNNAN.replace("责令停产, 停止生产", "责令停产, 责令整改"));
        assert!(problems[0].contains("已属于另一类别"), "{problems:?}");
    }

    #[test]
    fn an_unquoted_region_code_is_read_too() {
        let plan = Plan::read("p.yaml", &YUNNAN.replace("\"530000\"", "530000")).unwrap();
        assert_eq!(plan.region, "530000");
    }
}
