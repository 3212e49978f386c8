//! Labels: each once, none shared by things that have nothing to do with each other.

use std::collections::BTreeMap;

use super::check::Checker;
use crate::yaml::Located;

/// A word and the file it stands in.
pub(super) type Label<'w> = (&'w str, &'w Located<String>);

/// A member of a table: its name, its file, whether the name itself is a label, its labels.
pub(super) type Member<'w> = (&'w Located<String>, &'w str, bool, Vec<Label<'w>>);

/// The words alone.
pub(super) fn words(labels: &[Label]) -> Vec<String> {
    labels.iter().map(|(_, word)| word.value.clone()).collect()
}

/// The name, if it is itself a label, and the labels, each once.
pub(super) fn own_labels<'w>(
    checker: &mut Checker<'w, '_>,
    name: &Located<String>,
    bare: bool,
    written: &[Label<'w>],
) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    if bare {
        labels.push(name.value.clone());
    }
    for (file, label) in written {
        checker.file = file;
        if label.trim().is_empty() {
            checker.add(label.at, format!("“{}”有空的叫法", name.value), "写上叫法，或删去");
        } else if label.value == name.value && bare {
            checker.add(label.at, format!("叫法“{}”就是名称，不必再写", label.value), "删去");
        } else if labels.contains(label) {
            checker.add(label.at, format!("“{}”的叫法“{}”重复", name.value, label.value), "删去一个");
        } else {
            labels.push(label.value.clone());
        }
    }
    labels
}

/// Notes labels that two members of a table share although neither lies below the other.
pub(super) fn shared_labels<'w>(
    checker: &mut Checker<'w, '_>,
    table: &str,
    members: Vec<Member<'w>>,
    related: impl Fn(usize, usize) -> bool,
) {
    let mut owners: BTreeMap<&str, Vec<(usize, &Located<String>)>> = BTreeMap::new();
    for (index, (name, file, bare, labels)) in members.into_iter().enumerate() {
        let own = bare.then_some((file, name)).into_iter().chain(labels);
        for (file, label) in own {
            let others = owners.entry(label.as_str()).or_default();
            let clash = others.iter().find(|(other, _)| *other != index && !related(*other, index));
            if let Some((_, other)) = clash {
                checker.file = file;
                let message = format!("叫法“{}”也属于{table}“{}”", label.value, other.value);
                checker.add(label.at, message, "互不为上下位的两者不能共用叫法：去掉一处，或用 is 写明上下位");
            }
            others.push((index, name));
        }
    }
}

/// Follows `parents` upwards from each index and returns those that come back to themselves.
pub(super) fn loops(count: usize, parents: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    (0..count)
        .filter(|&start| {
            let mut seen = vec![false; count];
            let mut open = parents(start);
            while let Some(at) = open.pop() {
                if at == start {
                    return true;
                }
                if !std::mem::replace(&mut seen[at], true) {
                    open.extend(parents(at));
                }
            }
            false
        })
        .collect()
}
