//! Headings of equipment: 「转炉座数」, 「高炉 / 容积」, groups of columns, one column for enterprise and equipment.

use super::{Dictionary, Meaning};
use crate::survey::Field;
use crate::survey::label::Label;

/// A heading that names equipment and one of its measures: 「转炉座数」, 「高炉/容积」.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WideHeading {
    /// The equipment as the heading writes it.
    pub equipment: String,
    /// The measure's field; `None` if the heading is only the equipment's name.
    pub part: Option<Field>,
}

impl Dictionary {
    /// 「企业/设备」: one column for the enterprises and, below each, its equipment.
    pub fn is_mixed(&self, label: &Label) -> bool {
        let means = |field| {
            let meaning = Meaning::Field(field);
            label.base.split(['/', '、', '及', '和', '与', '或']).any(|part| self.word(part) == Some(meaning))
        };
        means(Field::Enterprise) && means(Field::Equipment)
    }

    /// Whether a label has a meaning below some upper heading.
    pub fn is_child(&self, label: &Label) -> bool {
        self.measures.contains_key(&label.base)
            || self.groups.iter().any(|group| group.children.contains_key(&label.base))
    }

    /// Whether a label is the upper heading of a group.
    pub fn is_group(&self, label: &Label) -> bool {
        label.base.chars().count() <= 14
            && (self.equipment.iter().any(|word| label.base.contains(word.as_str()))
                || self.groups.iter().any(|group| group.words.iter().any(|word| label.base.contains(word.as_str()))))
    }

    /// Whether a folded text names a known machine.
    pub fn names_machine(&self, folded: &str) -> bool {
        self.equipment.iter().any(|word| folded.contains(word.as_str()))
    }

    /// Whether a heading names equipment.
    pub fn names_equipment(&self, label: &Label) -> bool {
        self.equipment.iter().any(|word| label.base.contains(word.as_str()))
    }

    /// The longest equipment that a folded text names and whose name ends with a shorter one: 燃煤锅炉 for 锅炉.
    pub fn longer_equipment(&self, shorter: &str, folded: &str) -> Option<&str> {
        let longer = |word: &&String| word.len() > shorter.len() && word.ends_with(shorter);
        self.equipment.iter().filter(longer).find(|word| folded.contains(word.as_str())).map(String::as_str)
    }

    /// The equipment and the measure that a heading names.
    pub fn wide(&self, path: &[Label]) -> Option<WideHeading> {
        let (leaf, parents) = path.split_last()?;
        let find = |label: &Label| {
            self.equipment.iter().find_map(|word| label.base.find(word.as_str()).map(|at| (at + word.len(), word)))
        };
        if let Some((end, _)) = find(leaf) {
            let rest = leaf.base.get(end..).unwrap_or_default().trim_start_matches(['的', '-', '/', '_', '.']);
            let equipment = leaf.base.get(..end).unwrap_or_default().to_owned();
            if rest.is_empty() {
                return Some(WideHeading { equipment, part: counted(parents).then_some(Field::Quantity) });
            }
            if let Some(field) = self.measures.get(rest) {
                return Some(WideHeading { equipment, part: Some(*field) });
            }
            return None;
        }
        // Below 「落后设备数量」, what ends as the name of a machine does is one.
        let machine = || self.machines.end(&leaf.base) && !self.no_machines.contain(&leaf.base);
        if counted(parents) && (2..=8).contains(&leaf.base.chars().count()) && machine() {
            return Some(WideHeading { equipment: leaf.base.clone(), part: Some(Field::Quantity) });
        }
        let field = self.measures.get(&leaf.base)?;
        let parent = parents.iter().rev().find(|parent| find(parent).is_some())?;
        let (end, _) = find(parent)?;
        let rest = parent.base.get(end..).unwrap_or_default();
        matches!(rest, "" | "情况" | "设备" | "装备" | "信息" | "概况").then(|| WideHeading {
            equipment: parent.base.get(..end).unwrap_or_default().to_owned(),
            part: Some(*field),
        })
    }
}

/// Whether the headings above say that the numbers below count equipment: 「落后设备数量」.
fn counted(parents: &[Label]) -> bool {
    parents.iter().any(|parent| ["数量", "台数", "座数", "套数"].iter().any(|word| parent.base.ends_with(word)))
}
