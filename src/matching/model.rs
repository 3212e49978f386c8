//! Model codes that carry a number: JN43 is a coke oven of 4.3 m, SY300 a cell of 300 kA.

use rust_decimal::Decimal;

use crate::catalog::{ParameterId, TermId, Vocabulary};

/// What a code says.
pub(super) struct CodeFacts {
    /// The parameter.
    pub(super) parameter: ParameterId,
    /// Its value in the base unit.
    pub(super) value: Decimal,
    /// The term that a code without a noun stands for.
    pub(super) term: Option<TermId>,
}

/// Reads a folded code.
pub(super) fn code_facts(code: &str, vocabulary: &Vocabulary) -> Option<CodeFacts> {
    let letters = code.bytes().take_while(u8::is_ascii_alphabetic).count();
    let prefix = code.get(..letters)?.to_ascii_uppercase();
    let rest = code.get(letters..)?.trim_start_matches('-');
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let model = vocabulary.models.iter().find(|model| model.prefixes.contains(&prefix))?;
    let figure = if model.digits == 0 { digits.as_str() } else { digits.get(..usize::from(model.digits))? };
    let value = Decimal::from_str_exact(figure).ok()?.checked_mul(model.scale)?.checked_mul(model.unit.factor)?;
    Some(CodeFacts { parameter: model.parameter, value, term: model.term })
}
