//! Reads the file of the dictionary; every mistake is collected.

use std::collections::BTreeMap;

use super::guess::Pattern;
use super::sectors::Sector;
use super::{Contains, Dictionary, Group, Meaning, meaning};
use crate::survey::clean::fold;
use crate::survey::label::Label;
use crate::survey::words::Words;
use crate::yaml::{Content, Mapping, Node, Problems};

impl Dictionary {
    pub fn read(root: &Node, problems: &mut Problems) -> Option<Self> {
        let mut mapping = Mapping::of(root, "表头词典", problems)?;
        let mut dictionary = Self::default();
        for node in mapping.list("columns", problems) {
            dictionary.read_column(node, problems);
        }
        for node in mapping.list("groups", problems) {
            dictionary.read_group(node, problems);
        }
        for node in mapping.list("measures", problems) {
            dictionary.read_measure(node, problems);
        }
        for node in mapping.list("sectors", problems) {
            let Some(mut sector) = Mapping::of(node, "行业", problems) else { continue };
            let name = sector.text("name", problems);
            let is = sector.optional_text("is", problems);
            let labels = folded(&mut sector, "labels", problems);
            sector.finish(problems);
            dictionary.sectors.push(Sector { name, is, labels });
        }
        if let Some(node) = mapping.require("skipped_sheets", problems)
            && let Some(mut sheets) = Mapping::of(node, "跳过的工作表", problems)
        {
            dictionary.code_lists = folded(&mut sheets, "code_lists", problems);
            dictionary.instructions = folded(&mut sheets, "instructions", problems);
            sheets.finish(problems);
        }
        dictionary.prefixes = folded(&mut mapping, "prefixes", problems);
        dictionary.suffixes = folded(&mut mapping, "suffixes", problems);
        dictionary.planned = folded(&mut mapping, "planned", problems);
        dictionary.confused = folded(&mut mapping, "confused", problems);
        dictionary.changes = folded(&mut mapping, "changes_meaning", problems).concat();
        dictionary.equipment = folded(&mut mapping, "equipment", problems);
        dictionary.equipment.sort_by_key(|word| std::cmp::Reverse(word.len()));
        dictionary.subtotals = Words::new(folded(&mut mapping, "subtotals", problems));
        dictionary.partials = Words::new(folded(&mut mapping, "partials", problems));
        dictionary.notes = Words::new(folded(&mut mapping, "notes", problems));
        dictionary.signatures = Words::new(folded(&mut mapping, "signatures", problems));
        dictionary.titles = Words::new(folded(&mut mapping, "titles", problems));
        dictionary.machines = Words::new(folded(&mut mapping, "machines", problems));
        dictionary.no_machines = Words::new(folded(&mut mapping, "no_machines", problems));
        dictionary.statuses = Words::new(folded(&mut mapping, "statuses", problems));
        dictionary.instructive = Words::new(folded(&mut mapping, "instructive", problems));
        dictionary.examples = Words::new(folded(&mut mapping, "examples", problems));
        dictionary.companies = Words::new(folded(&mut mapping, "companies", problems));
        dictionary.blanks = Words::new(folded(&mut mapping, "blanks", problems));
        mapping.finish(problems);
        dictionary.prepare();
        Some(dictionary)
    }

    fn read_column(&mut self, node: &Node, problems: &mut Problems) {
        let Some(mut column) = Mapping::of(node, "栏目", problems) else { return };
        let means = column.placed_text("means", problems);
        let labels = column.texts("labels", problems);
        let contains = Contains {
            words: folded(&mut column, "contains", problems).iter().map(|word| Pattern::new(word)).collect(),
            not: folded(&mut column, "not", problems),
        };
        column.finish(problems);
        let Some(meaning) = means.and_then(|(name, position)| meaning(&name, position, problems)) else { return };
        for (label, position) in labels {
            let key = Label::parse(&label).joined;
            if let Some(other) = self.labels.insert(key, meaning)
                && other != meaning
            {
                problems.add(
                    position,
                    format!("「{label}」已是“{}”的叫法，不能又是“{}”", other.chinese(), meaning.chinese()),
                );
            }
        }
        self.contains.push((meaning, contains));
    }

    fn read_group(&mut self, node: &Node, problems: &mut Problems) {
        let Some(mut group) = Mapping::of(node, "上级表头", problems) else { return };
        let words = folded(&mut group, "words", problems);
        let mut children = BTreeMap::new();
        if let Some(Node { content: Content::Mapping(entries), .. }) = group.require("children", problems) {
            for (label, position, node) in entries {
                let Content::Scalar(name) = &node.content else {
                    problems.add(node.position, format!("「{label}」应是字段名"));
                    continue;
                };
                if let Some(meaning) = meaning(name, node.position, problems)
                    && children.insert(fold(label).into_owned(), meaning).is_some()
                {
                    problems.add(*position, format!("「{label}」重复"));
                }
            }
        }
        group.finish(problems);
        self.groups.push(Group { words, children });
    }

    fn read_measure(&mut self, node: &Node, problems: &mut Problems) {
        let Some(mut measure) = Mapping::of(node, "设备栏目", problems) else { return };
        let means = measure.placed_text("means", problems);
        let labels = measure.texts("labels", problems);
        measure.finish(problems);
        let Some((name, position)) = means else { return };
        let Some(Meaning::Field(field)) = meaning(&name, position, problems) else { return };
        for (label, position) in labels {
            if self.measures.insert(fold(&label).into_owned(), field).is_some() {
                problems.add(position, format!("「{label}」重复"));
            }
        }
    }
}

fn folded<'n>(mapping: &mut Mapping<'n>, key: &'n str, problems: &mut Problems) -> Vec<String> {
    mapping.texts(key, problems).into_iter().map(|(text, _)| fold(&text).into_owned()).collect()
}
