//! Which record of an earlier set is which record of a later one.
//!
//! First the enterprises are brought together, then, within each, the equipment. Rows may have moved, names may have gained
//! （集团）, a code may have been added or corrected, a size may have been measured anew.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::Subject;

/// The places of a pair in the earlier and the later set; one of them `None` for what has no counterpart.
pub type Pair = (Option<usize>, Option<usize>);

/// Pairs two sets: first the later set in its order, each with its counterpart if it has one, then what remains of the
/// earlier set in its order.
#[must_use]
pub fn pair(old: &[Subject], new: &[Subject]) -> Vec<Pair> {
    let (old_groups, new_groups) = groups(old, new);
    let mut members: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (at, group) in old_groups.iter().enumerate() {
        members.entry(*group).or_default().0.push(at);
    }
    for (at, group) in new_groups.iter().enumerate() {
        members.entry(*group).or_default().1.push(at);
    }
    let mut counterpart: BTreeMap<usize, usize> = BTreeMap::new();
    for (olds, news) in members.into_values() {
        counterpart.extend(pair_equipment(old, new, olds, news).into_iter().map(|(old, new)| (new, old)));
    }
    let taken: BTreeSet<usize> = counterpart.values().copied().collect();
    let later = (0..new.len()).map(|at| (counterpart.get(&at).copied(), Some(at)));
    let rest = (0..old.len()).filter(|at| !taken.contains(at)).map(|at| (Some(at), None));
    later.chain(rest).collect()
}

/// Above this many comparisons in one enterprise, equipment is paired in order instead of by likeness: a table that lists
/// thousands of like rows under one name has no identity to find, and must not take minutes.
const MOST_COMPARISONS: usize = 1_000_000;

fn pair_equipment(old: &[Subject], new: &[Subject], olds: Vec<usize>, news: Vec<usize>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    // Identical marks first, in order: the common case, and linear.
    let marks = |subject: &Subject| Subject { code: None, names: Vec::new(), place: String::new(), ..subject.clone() };
    let mut exact: BTreeMap<Subject, Vec<usize>> = BTreeMap::new();
    for at in olds.into_iter().rev() {
        if let Some(subject) = old.get(at) {
            exact.entry(marks(subject)).or_default().push(at);
        }
    }
    let mut rest = Vec::new();
    for at in news {
        let Some(subject) = new.get(at) else { continue };
        match exact.get_mut(&marks(subject)).and_then(Vec::pop) {
            Some(counterpart) => pairs.push((counterpart, at)),
            None => rest.push(at),
        }
    }
    let mut olds: Vec<usize> = exact.into_values().flatten().collect();
    olds.sort_unstable();
    if olds.len().saturating_mul(rest.len()) > MOST_COMPARISONS {
        return pairs;
    }
    let mut candidates: Vec<(u32, usize, usize)> = Vec::new();
    for &a in &olds {
        for &b in &rest {
            if let Some(likeness) = old.get(a).zip(new.get(b)).and_then(|(a, b)| a.likeness(b)) {
                candidates.push((likeness, a, b));
            }
        }
    }
    candidates.sort_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
    let (mut taken_old, mut taken_new) = (BTreeSet::new(), BTreeSet::new());
    for (_, a, b) in candidates {
        if !taken_old.contains(&a) && !taken_new.contains(&b) {
            taken_old.insert(a);
            taken_new.insert(b);
            pairs.push((a, b));
        }
    }
    pairs
}

/// Numbers of the enterprises of both sets: records with the same number are of one enterprise.
///
/// A code decides. A name joins records without a code to those with one, and two codes (a corrected one, a new
/// registration), unless the name stands for several codes at once: then it proves nothing.
#[must_use]
pub fn groups(old: &[Subject], new: &[Subject]) -> (Vec<usize>, Vec<usize>) {
    let mut union = Union::default();
    let codes =
        |set: &[Subject]| -> BTreeSet<String> { set.iter().filter_map(|subject| subject.code.clone()).collect() };
    let (old_codes, new_codes) = (codes(old), codes(new));
    let mut names: BTreeMap<&str, [BTreeSet<&str>; 2]> = BTreeMap::new();
    for (side, set) in [old, new].into_iter().enumerate() {
        for subject in set {
            for name in &subject.names {
                let codes = names.entry(name).or_default();
                if let (Some(code), Some(codes)) = (&subject.code, codes.get_mut(side)) {
                    codes.insert(code);
                }
            }
        }
    }
    for (name, [before, after]) in &names {
        if before.len() > 1 || after.len() > 1 {
            continue;
        }
        let (before, after) = (before.first(), after.first());
        if let (Some(before), Some(after)) = (before, after)
            && before != after
            && (new_codes.contains(*before) || old_codes.contains(*after))
        {
            continue;
        }
        for code in before.into_iter().chain(after) {
            union.join(&format!("name {name}"), &format!("code {code}"));
        }
    }
    let mut number = |subject: &Subject| {
        let mut keys: Vec<String> = subject.code.iter().map(|code| format!("code {code}")).collect();
        if keys.is_empty() {
            keys = subject.names.iter().map(|name| format!("name {name}")).collect();
        }
        let first = keys.first().cloned().unwrap_or_else(|| format!("place {}", subject.place));
        for key in keys.iter().skip(1) {
            union.join(&first, key);
        }
        union.node(&first)
    };
    let nodes: Vec<usize> = old.iter().chain(new).map(&mut number).collect();
    let roots: Vec<usize> = nodes.into_iter().map(|node| union.root(node)).collect();
    let (before, after) = roots.split_at(old.len());
    (before.to_vec(), after.to_vec())
}

/// Sets of keys that are joined step by step.
#[derive(Default)]
struct Union {
    nodes: BTreeMap<String, usize>,
    parents: Vec<usize>,
}

impl Union {
    fn node(&mut self, key: &str) -> usize {
        if let Some(node) = self.nodes.get(key) {
            return *node;
        }
        let node = self.parents.len();
        self.parents.push(node);
        self.nodes.insert(key.to_owned(), node);
        node
    }

    fn root(&mut self, mut node: usize) -> usize {
        while let Some(parent) = self.parents.get(node).copied().filter(|parent| *parent != node) {
            node = parent;
        }
        node
    }

    fn join(&mut self, a: &str, b: &str) {
        let (a, b) = (self.node(a), self.node(b));
        let (a, b) = (self.root(a), self.root(b));
        // The smaller number stays the root, so that numbering does not depend on the order of joins.
        if let Some(parent) = self.parents.get_mut(a.max(b)) {
            *parent = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn furnace(code: &str, name: &str, size: &str) -> Subject {
        Subject {
            code: (!code.is_empty()).then(|| code.to_owned()),
            names: vec![crate::text::company_key(name)],
            what: "高炉".into(),
            words: format!("{size}m3高炉"),
            facts: vec![format!("有效容积={size}")],
            ..Subject::default()
        }
    }

    #[test]
    fn rows_that_moved_are_the_same() {
        let old = [furnace("", "甲钢铁厂", "380"), furnace("", "乙钢铁厂", "380"), furnace("", "甲钢铁厂", "450")];
        let new = [furnace("", "甲钢铁厂", "450"), furnace("", "甲钢铁厂", "380"), furnace("", "乙钢铁厂", "380")];
        assert_eq!(pair(&old, &new), [(Some(2), Some(0)), (Some(0), Some(1)), (Some(1), Some(2))]);
    }

    #[test]
    fn a_name_that_gains_a_group_and_a_code_is_the_same_enterprise() {
        let old = [furnace("", "安宁永昌钢铁有限公司", "380")];
        let new = [furnace("91530181MA6K00001X", "安宁永昌钢铁（集团）有限责任公司", "380")];
        assert_eq!(pair(&old, &new), [(Some(0), Some(0))]);
    }

    #[test]
    fn a_renamed_enterprise_keeps_its_code() {
        let old = [furnace("91530181MA6K00001X", "安宁永昌钢铁有限公司", "380")];
        let new = [furnace("91530181MA6K00001X", "昆明新永昌金属有限公司", "380")];
        assert_eq!(pair(&old, &new), [(Some(0), Some(0))]);
    }

    #[test]
    fn a_corrected_code_is_followed_by_its_name() {
        let old = [furnace("91530181MA6K00001X", "安宁永昌钢铁有限公司", "380")];
        let new = [furnace("91530181MA6K00001Y", "安宁永昌钢铁有限公司", "380")];
        assert_eq!(pair(&old, &new), [(Some(0), Some(0))]);
    }

    #[test]
    fn two_enterprises_of_one_name_are_kept_apart_by_their_codes() {
        let old =
            [furnace("91530181MA6K00001X", "红星水泥厂", "380"), furnace("91530181MA6K00002X", "红星水泥厂", "450")];
        let new =
            [furnace("91530181MA6K00002X", "红星水泥厂", "380"), furnace("91530181MA6K00001X", "红星水泥厂", "380")];
        assert_eq!(pair(&old, &new), [(Some(1), Some(0)), (Some(0), Some(1))]);
    }

    #[test]
    fn a_size_measured_anew_is_a_change_and_not_another_furnace() {
        let old = [furnace("", "甲钢铁厂", "380"), furnace("", "甲钢铁厂", "450")];
        let new = [furnace("", "甲钢铁厂", "380"), furnace("", "甲钢铁厂", "480")];
        assert_eq!(pair(&old, &new), [(Some(0), Some(0)), (Some(1), Some(1))]);
    }

    #[test]
    fn what_has_no_counterpart_is_new_or_gone() {
        let kiln = Subject { what: "机立窑".into(), words: "机立窑".into(), ..furnace("", "甲钢铁厂", "0") };
        let old = [furnace("", "甲钢铁厂", "380")];
        assert_eq!(pair(&old, &[kiln]), [(None, Some(0)), (Some(0), None)]);
    }
}
