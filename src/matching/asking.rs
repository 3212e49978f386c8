//! What a review needs, in words: a fact that the survey must give (有效容积), or a question to be looked into (条文是禁止还是限制).

/// Words outside brackets that make a question of what a review needs.
const ASKING: [&str; 9] = ["是否", "有无", "条文", "核对", "核实", "还是", "以哪份", "须", "本版"];

/// Whether a text of [`super::Finding::missing`] is a question rather than the name of a fact.
#[must_use]
pub fn is_question(missing: &str) -> bool {
    let mut depth = 0_usize;
    let plain: String = missing
        .chars()
        .filter(|c| {
            depth += usize::from(matches!(c, '（' | '('));
            let outside = depth == 0;
            depth = depth.saturating_sub(usize::from(matches!(c, '）' | ')')));
            outside
        })
        .collect();
    ASKING.iter().any(|word| plain.contains(word))
}

/// What is asked for, each kind said as its own: 「缺有效容积（m³）；须核实：条文是禁止还是限制（核对原文）」. Empty where nothing is.
#[must_use]
pub fn asked<T: AsRef<str>>(missing: &[T]) -> String {
    said(missing, "缺")
}

/// The same as a demand: 「补报有效容积（m³）；须核实：…」.
#[must_use]
pub fn demanded<T: AsRef<str>>(missing: &[T]) -> String {
    said(missing, "补报")
}

fn said<T: AsRef<str>>(missing: &[T], lacking: &str) -> String {
    let (questions, facts): (Vec<&str>, Vec<&str>) =
        missing.iter().map(AsRef::as_ref).partition(|text| is_question(text));
    let facts = if facts.is_empty() { String::new() } else { format!("{lacking}{}", facts.join("、")) };
    let questions = if questions.is_empty() { String::new() } else { format!("须核实：{}", questions.join("；")) };
    let between = if facts.is_empty() || questions.is_empty() { "" } else { "；" };
    format!("{facts}{between}{questions}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_lacking_and_a_question_is_to_be_looked_into() {
        let facts = ["有效容积（m³）", "用途、产品（是否冶炼地条钢、普碳钢）"];
        assert_eq!(asked(&facts), "缺有效容积（m³）、用途、产品（是否冶炼地条钢、普碳钢）");
        let mixed = ["单机容量", "条文是禁止还是限制（核对原文）"];
        assert_eq!(asked(&mixed), "缺单机容量；须核实：条文是禁止还是限制（核对原文）");
        assert_eq!(demanded(&mixed[..1]), "补报单机容量");
        assert_eq!(asked::<&str>(&[]), "");
    }
}
