//! Character references of HTML. Names beyond these do not occur in tables of plants; they stay as written.

const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("times", '×'),
    ("divide", '÷'),
    ("middot", '·'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("Phi", 'Φ'),
    ("phi", 'φ'),
    ("micro", 'µ'),
    ("Omega", 'Ω'),
    ("copy", '©'),
    ("reg", '®'),
    ("radic", '√'),
    ("permil", '‰'),
    ("yen", '¥'),
    ("bull", '•'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("minus", '−'),
];

/// Text with its references resolved.
pub(super) fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        plain.push_str(before);
        let body: &str = reference.get(1..).unwrap_or_default();
        let length =
            body.find(|character: char| !character.is_ascii_alphanumeric() && character != '#').unwrap_or(body.len());
        let (name, behind) = body.split_at(length);
        match character(name) {
            Some(character) => {
                plain.push(character);
                rest = behind.strip_prefix(';').unwrap_or(behind);
            }
            None => {
                plain.push('&');
                rest = body;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|character| *character != '\0')
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn references_with_and_without_semicolon() {
        assert_eq!(
            decoded("380m&sup3; &lt;450 &#31435;&#x65B9; A&B &nbsp;x &unknown; &#0;"),
            "380m³ <450 立方 A&B \u{a0}x &unknown; &#0;"
        );
    }
}
