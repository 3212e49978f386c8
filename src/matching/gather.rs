//! Joins the clauses of a text into the items that it names: which clause speaks of which noun.

use rust_decimal::Decimal;

use crate::catalog::{TermId, TermKind, Vocabulary};

use super::finding::Presence;
use super::segment::{Placed, Segment, is_rate};

/// Joins clauses into items.
pub(super) fn gather(clauses: Vec<Segment>, vocabulary: &Vocabulary) -> Vec<Segment> {
    let mut items: Vec<Segment> = Vec::new();
    let mut pending: Vec<Segment> = Vec::new();
    let mut statement = 0;
    // The item that 配… serves, and whether the clause before told a use.
    let (mut served, mut telling) = (None, false);
    let mut rest = clauses.into_iter().peekable();
    while let Some(clause) = rest.next() {
        if clause.opens {
            settle(&mut items, &mut pending);
            statement = items.len();
            (served, telling) = (None, false);
        }
        if clause.serves && served.is_none() {
            served = items.len().checked_sub(1).filter(|&last| last >= statement);
        }
        if clause.attends {
            // 25吨转炉除尘器3台: a thing of its own, and no further size or number of the one before.
            items.push(clause);
            continue;
        }
        if clause.makes
            && !clause.opens
            && clause.says_no_size()
            && let Some(last) = items.len().checked_sub(1)
            && let Some(maker) = items.get_mut(served.unwrap_or(last)).filter(|maker| maker.names())
        {
            // 干法中空窑2台，烧硫铝酸盐水泥熟料: what is made of it, no second kiln.
            let terms = clause.terms.iter().copied().filter(|term| !is_equipment(*term, vocabulary)).collect();
            maker.absorb(Segment { terms, span: if served.is_some() { 0..0 } else { clause.span.clone() }, ..clause });
            continue;
        }
        let apart = !clause.listed && !clause.opens;
        let use_only = clause.only_tells_use(vocabulary) || clause.only_states();
        telling = use_only && (apart || telling);
        if telling {
            // 中频炉12台，配连铸机1台、轧机1套，生产钢坯: the use is that of the furnaces.
            if let Some(head) = served.and_then(|head| items.get_mut(head)) {
                head.absorb(Segment { span: 0..0, ..clause.clone() });
            }
        }
        if telling
            && clause.only_tells_use(vocabulary)
            && items.last().is_some_and(|last| last.names_equipment(vocabulary))
        {
            // 中频炉2台，冶炼地条钢; 矿热炉6300kVA、12500kVA各2台，硅锰: of all of the one noun.
            let noun = items.last().map(|last| last.terms.clone()).unwrap_or_default();
            let earlier = items.len().saturating_sub(1);
            for kin in items.iter_mut().take(earlier).skip(statement).filter(|item| item.terms == noun) {
                kin.absorb(Segment { span: 0..0, ..clause.clone() });
            }
            if let Some(last) = items.last_mut() {
                last.absorb(clause);
            }
            continue;
        }
        let leads = rest.peek().is_some_and(|next| !next.listed && !next.opens && next.names_equipment(vocabulary));
        if clause.only_tells_use(vocabulary) && leads {
            // 冶炼地条钢，中频炉2台
            pending.push(clause);
            continue;
        }
        if clause.names() {
            let sizeless = items.last_mut().filter(|last| last.names_equipment(vocabulary) && last.measures.is_empty());
            if let Some(last) = sizeless.filter(|_| !clause.opens && clause.sizes_a_product(vocabulary)) {
                // 矿热炉4台，12500kVA(硅铁): the size is that of the furnace.
                last.absorb(clause);
                continue;
            }
            if !clause.opens && clause.sizes_a_product(vocabulary) && repeats_last(&items, &clause, vocabulary) {
                // 矿热炉2×6300+2×12500kVA硅锰: a further size of the furnaces, and what all of them make.
                for item in items.iter_mut().skip(statement).filter(|item| item.names_equipment(vocabulary)) {
                    item.terms.extend_from_slice(&clause.terms);
                }
                let further = Segment { terms: Vec::new(), ..clause };
                place(&mut items, &mut pending, further, false);
                continue;
            }
            let mut clause = clause;
            if apart
                && clause.names_equipment(vocabulary)
                && let Some(works) = items.pop_if(|last| last.only_tells_use(vocabulary))
            {
                // 水泥粉磨站，年产30万吨，Φ2.2×7m磨机2台
                clause.absorb(works);
            }
            share_leading_measures(&items, &mut clause);
            for waiting in std::mem::take(&mut pending) {
                if waiting.foreign {
                    items.push(waiting);
                } else if is_sibling(&waiting, &clause) {
                    items.push(sibling(&clause, waiting));
                } else {
                    clause.absorb(waiting);
                }
            }
            items.push(clause);
        } else {
            if clause.each_count {
                share_presence(items.get_mut(statement..).unwrap_or_default(), clause.presence);
            }
            let next_takes = rest.peek().is_some_and(|next| next.names() && !next.opens && is_sibling(&clause, next));
            place(&mut items, &mut pending, clause, next_takes);
        }
        share_count(&mut items, statement);
    }
    settle(&mut items, &mut pending);
    count_kin(&mut items);
    for item in &mut items {
        if item.terms.is_empty() {
            item.terms = std::mem::take(&mut item.hinted);
        }
    }
    headings(&mut items, vocabulary);
    breakdowns(&mut items, vocabulary);
    items.into_iter().flat_map(enumerate).collect()
}

fn is_equipment(term: TermId, vocabulary: &Vocabulary) -> bool {
    vocabulary.is_of_kind(term, TermKind::Equipment)
}

/// 回转窑-矿热炉镍铁生产线，33000kVA矿热炉4台: what is named without any number and again with its size right after is one
/// thing, and what the heading says of its use holds for it.
fn headings(items: &mut Vec<Segment>, vocabulary: &Vocabulary) {
    let equipment = |term: &TermId| is_equipment(*term, vocabulary);
    let mut at = 0;
    while at + 1 < items.len() {
        let (heads, details) = items.split_at_mut(at + 1);
        let (Some(head), Some(detail)) = (heads.last_mut(), details.first_mut()) else { break };
        let again = |term: &TermId| {
            equipment(term)
                && detail.terms.iter().any(|other| vocabulary.is_a(*other, *term) || vocabulary.is_a(*term, *other))
        };
        if !head.says_no_size() || detail.measures.is_empty() || !head.terms.iter().any(again) {
            at += 1;
            continue;
        }
        let kept: Vec<TermId> = head.terms.iter().filter(|term| equipment(term) && !again(term)).copied().collect();
        let used: Vec<TermId> = head.terms.iter().filter(|term| !equipment(term) || again(term)).copied().collect();
        for term in used {
            if !detail.terms.contains(&term) {
                detail.terms.push(term);
            }
        }
        detail.stated.extend(head.stated.iter().cloned());
        if kept.is_empty() {
            items.remove(at);
        } else {
            head.terms = kept;
            at += 1;
        }
    }
}

/// 2.2米球磨3台，水泥磨用2台，生料磨用1台: what is named narrower, with pieces and no size, is of the size of the whole.
fn breakdowns(items: &mut Vec<Segment>, vocabulary: &Vocabulary) {
    let mut at = 0;
    while at + 1 < items.len() {
        let (heads, rest) = items.split_at_mut(at + 1);
        let Some(head) = heads.last_mut() else { break };
        let narrower = |part: &Segment| {
            let wide: Vec<TermId> = head.terms.iter().copied().filter(|term| is_equipment(*term, vocabulary)).collect();
            let below = |term: &TermId, wide: &TermId| wide != term && vocabulary.is_a(*term, *wide);
            let of_head = |term: &TermId| !wide.is_empty() && wide.iter().all(|wide| below(term, wide));
            part.measures.is_empty() && part.bare.is_empty() && part.codes.is_empty() && part.terms.iter().any(of_head)
        };
        let counted = |part: &&mut Segment| part.count.is_some() && narrower(part);
        let parts: Vec<&mut Segment> = rest.iter_mut().take_while(counted).collect();
        let pieces: Decimal = parts.iter().filter_map(|part| part.count).sum();
        let Some(whole) = head.count.filter(|whole| !head.measures.is_empty() && !parts.is_empty() && pieces <= *whole)
        else {
            at += 1;
            continue;
        };
        for part in parts {
            part.measures.clone_from(&head.measures);
        }
        if pieces == whole {
            items.remove(at);
        } else {
            head.count = Some(whole - pieces);
            at += 1;
        }
    }
}

/// 高炉3座(1#380m3、2#450m3、3#1080m3): one noun with several values of one kind is several things.
fn enumerate(item: Segment) -> Vec<Segment> {
    let mut parts: Vec<Vec<Placed>> = Vec::new();
    for placed in &item.measures {
        let like = |known: &Placed| {
            known.measure.unit.dimension == placed.measure.unit.dimension
                && !known.total
                && !placed.total
                // 年产60万吨(单炉7.5万吨): what the plant makes and what a furnace makes are no two furnaces.
                && (known.each == placed.each || !is_rate(placed))
                && (known.labels.is_empty() || placed.labels.is_empty() || known.labels == placed.labels)
        };
        let same = |known: &Placed| like(known) && known.measure.base_value() == placed.measure.base_value();
        if parts.iter().flatten().any(same) {
            continue;
        }
        match parts.iter_mut().find(|part| !part.iter().any(like)) {
            Some(part) => part.push(placed.clone()),
            None => parts.push(vec![placed.clone()]),
        }
    }
    let each = item.count.filter(|count| *count == Decimal::from(parts.len())).map(|_| Decimal::ONE);
    let each = each.or_else(|| item.count.filter(|_| item.each_count));
    let pieces = |part: &[Placed]| part.iter().find_map(|placed| placed.pieces);
    // A single count before a list may be that of the whole: 3座350m3、450m3、580m3.
    let telling = parts.iter().filter(|part| pieces(part).is_some()).count() > 1
        || item.measures.iter().any(|placed| placed.pieces.is_some() && placed.measure.multiplier.is_some());
    let one = item.count == Some(Decimal::ONE) && !item.each_count && !telling;
    if parts.len() < 2 || one || item.attends {
        return vec![item];
    }
    // 2×350+580: one where the others say how many.
    let count = |part: &[Placed]| if telling { pieces(part).or(Some(Decimal::ONE)) } else { each };
    let counts: Vec<Option<Decimal>> = parts.iter().map(|part| count(part)).collect();
    let one = |(measures, count)| Segment { measures, count, numbered: 0, ..item.clone() };
    parts.into_iter().zip(counts).map(one).collect()
}

/// 2座高炉 that prove to be of two sizes are one each.
fn count_kin(items: &mut [Segment]) {
    for first in 0..items.len() {
        let family: Vec<usize> = (0..items.len()).filter(|&at| at == first || items[at].kin == Some(first)).collect();
        let alone = family.iter().skip(1).all(|&at| items[at].count.is_none());
        if family.len() > 1 && alone && items[first].count == Some(Decimal::from(family.len())) {
            for at in family {
                items[at].count = Some(Decimal::ONE);
            }
        }
    }
}

/// Whether a nounless clause is a further value of the noun that another clause names: same dimension, before the noun.
fn is_sibling(waiting: &Segment, named: &Segment) -> bool {
    waiting.measures.iter().any(|placed| {
        !placed.total
            && named
                .measures
                .iter()
                .any(|other| other.leads && other.measure.unit.dimension == placed.measure.unit.dimension)
    })
}

/// An item with the noun and properties of one clause and the numbers of another.
fn sibling(named: &Segment, values: Segment) -> Segment {
    let mut item = Segment {
        terms: named.terms.clone(),
        denied: named.denied.clone(),
        stated: named.stated.clone(),
        presence: named.presence,
        count: if named.each_count { named.count } else { None },
        each_count: named.each_count,
        attends: named.attends,
        ..Segment::default()
    };
    item.absorb(values);
    item.extend_span(&named.span);
    item
}

/// 20吨以下电炉、转炉: a bare noun listed after a noun with leading values shares them.
fn share_leading_measures(items: &[Segment], clause: &mut Segment) {
    let bare_noun =
        clause.measures.is_empty() && clause.count.is_none() && clause.codes.is_empty() && clause.bare.is_empty();
    let Some(previous) = items.last().filter(|last| clause.listed && bare_noun && !last.attends) else { return };
    if previous.count.is_none() && previous.measures.iter().all(|placed| placed.leads) {
        clause.measures = previous.measures.clone();
    }
}

/// Whether a clause gives another size of the equipment named last.
fn repeats_last(items: &[Segment], clause: &Segment, vocabulary: &Vocabulary) -> bool {
    let last = items.last().filter(|last| clause.listed && last.names_equipment(vocabulary));
    last.is_some_and(|last| clause.measures.iter().any(|placed| last.has_like(placed)))
}

/// Finds a place for a clause without a noun.
fn place(items: &mut Vec<Segment>, pending: &mut Vec<Segment>, mut clause: Segment, next_takes: bool) {
    if clause.foreign && !items.is_empty() {
        items.push(clause);
        return;
    }
    let Some(last) = items.last_mut() else {
        // 电炉 | 100 | 吨 | 1 without a noun yet, 1#、2#120吨转炉.
        pending.push(clause);
        return;
    };
    if next_takes {
        pending.push(clause);
        return;
    }
    if clause.bordered
        && clause.measures.is_empty()
        && clause.count.is_none()
        && let [(value, _)] = clause.bare.as_slice()
    {
        clause.count = value.point().filter(|count| count.fract().is_zero() && *count > Decimal::ZERO);
        if clause.count.is_some() {
            clause.bare.clear();
        }
    }
    let repeats = clause.measures.iter().any(|placed| last.has_like(placed));
    if repeats {
        let mut item = sibling(last, clause);
        item.kin = last.kin.or_else(|| items.len().checked_sub(1));
        items.push(item);
    } else {
        last.absorb(clause);
    }
}

/// 均已拆除 speaks of every item of the statement.
fn share_presence(items: &mut [Segment], presence: Option<Presence>) {
    for item in items {
        item.presence = item.presence.or(presence);
    }
}

/// What is still without a noun at the end of a statement belongs to the last item, or stands alone.
fn settle(items: &mut Vec<Segment>, pending: &mut Vec<Segment>) {
    let mut waiting = std::mem::take(pending).into_iter();
    if items.is_empty() {
        if let Some(mut first) = waiting.next() {
            for other in waiting {
                first.absorb(other);
            }
            items.push(first);
        }
        return;
    }
    for other in waiting {
        if let Some(last) = items.last_mut() {
            last.absorb(other);
        }
    }
}

/// 各1座 holds for every item of the statement that has no count.
fn share_count(items: &mut [Segment], statement: usize) {
    let Some(count) = items.last().filter(|item| item.each_count).and_then(|item| item.count) else { return };
    for item in items.get_mut(statement..).unwrap_or_default() {
        item.count = item.count.or(Some(count));
    }
}
