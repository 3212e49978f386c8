//! How an answer joins the words of a record, or why it cannot.

use super::Taken;
use crate::audit::questions::{Asked, Question};
use crate::matching::Item;
use crate::quantity::{ReadingKind, Unit, scan};
use crate::survey::{Field, FieldValue};
use crate::text::fold;

impl Taken {
    /// Takes an answer into the record, or says why it cannot be taken.
    pub(super) fn put(&mut self, text: &str, question: &Question, items: &[Item]) -> Result<(), String> {
        let (header, words) = match &question.asked {
            Asked::Number { parameter, unit, each } => {
                let number = number(text, unit)?;
                (parameter.as_str(), if *each { format!("单台{number}") } else { number })
            }
            Asked::Choice { attribute, values } => {
                let chosen = values.iter().find(|value| fold(value).text == fold(text).text);
                let chosen = chosen.ok_or_else(|| format!("应是{}之一", values.join("、")))?;
                (attribute.as_str(), chosen.clone())
            }
            Asked::Whether(term) => match text {
                "是" => ("", term.clone()),
                "否" => ("", format!("不是{term}")),
                _ => return Err("应是“是”或“否”".to_owned()),
            },
            Asked::Words(about) => (about.as_str(), text.to_owned()),
            Asked::Unit(field, _) => return self.put_unit(*field, text),
            Asked::Field(field, allowed) => return self.put_field(*field, allowed, text),
        };
        // Beside the words of its own item, where a line names several things.
        if let Some(item) = items.get(question.item).filter(|_| items.len() > 1) {
            let mut places = self.described.fields.values_mut().filter(|value| value.text.contains(&item.text));
            let (Some(value), None) = (places.next(), places.next()) else {
                return Err(format!("一行写了几样设备，“{}”不能分清是哪一样，请在原表中分行填写", item.text));
            };
            if value.text.matches(&item.text).count() != 1 {
                return Err(format!("一行写了几样设备，“{}”不止一处，请在原表中分行填写", item.text));
            }
            let named = if words.starts_with(header) { words } else { format!("{header}{words}") };
            value.text = value.text.replacen(&item.text, &format!("{}（{named}）", item.text), 1).into();
        } else {
            self.columns.push((header.to_owned(), words));
        }
        Ok(())
    }

    fn put_field(&mut self, field: Field, allowed: &[&str], text: &str) -> Result<(), String> {
        if !allowed.is_empty() && !allowed.contains(&text) {
            return Err(format!("应是{}之一", allowed.join("、")));
        }
        let value = FieldValue::given(field, text).ok_or("答复里没有内容")?;
        if matches!(field, Field::Quantity | Field::Capacity) && value.measured.is_none() {
            return Err("应是一个数和它的单位".to_owned());
        }
        for record in [&mut self.record, &mut self.described] {
            record.fields.insert(field, value.clone());
        }
        Ok(())
    }

    fn put_unit(&mut self, field: Field, text: &str) -> Result<(), String> {
        if Unit::parse(&fold(text).text).is_none() {
            return Err("不是认识的单位".to_owned());
        }
        for record in [&mut self.record, &mut self.described] {
            let Some(value) = record.fields.get_mut(&field) else { continue };
            value.unit = Some(text.into());
            if let Some(measured) = &mut value.measured {
                measured.unit = text.into();
            }
        }
        Ok(())
    }
}

/// A number with its unit: the one written, if it measures the same, else the one asked for.
fn number(text: &str, unit: &str) -> Result<String, String> {
    let expected =
        if unit.is_empty() { "应是一个数".to_owned() } else { format!("应是一个数，单位 {unit}") };
    let folded = fold(text).text;
    let asked = Unit::parse(&fold(unit).text).map(|unit| unit.dimension);
    match scan(&folded).as_slice() {
        [reading] if reading.start == 0 && reading.end == folded.len() => match &reading.kind {
            ReadingKind::Bare(value) if value.point().is_some() => Ok(format!("{folded}{unit}")),
            // A bare 1998 looks like a year.
            ReadingKind::Year if folded.bytes().all(|byte| byte.is_ascii_digit()) => Ok(format!("{folded}{unit}")),
            ReadingKind::Measure(measure) if Some(measure.unit.dimension) == asked => Ok(folded.clone()),
            _ => Err(expected),
        },
        _ => Err(expected),
    }
}
