//! A validator for the JSON Schemas that `capex schema` prints: every keyword that they use, and no other. A keyword that it does
//! not know fails the test, so that none is skipped in silence.
//!
//! It is stricter than the standard in one way: a key that the schema does not name is a mistake, for a published schema that
//! leaves a key out is of no use to the one who reads it.
#![allow(dead_code, reason = "each test target uses its part")]

use serde_json::{Map, Value};

/// Every way in which a value does not follow a schema, with its place in the value.
pub fn mistakes(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "$", &[], &mut found);
    found
}

const SAYS_NOTHING: [&str; 7] = ["$schema", "$defs", "title", "description", "default", "maxItems", "minItems"];

fn check(root: &Value, schema: &Value, value: &Value, at: &str, beside: &[&str], found: &mut Vec<String>) {
    let Some(keywords) = schema.as_object() else {
        if schema == &Value::Bool(false) {
            found.push(format!("{at}: nothing may stand here"));
        }
        return;
    };
    let own: Vec<&str> = keywords.get("properties").and_then(Value::as_object).map(names).unwrap_or_default();
    for (keyword, wanted) in keywords {
        match keyword.as_str() {
            "type" => kind(wanted, value, at, found),
            "const" if wanted != value => found.push(format!("{at}: {value} is not {wanted}")),
            "const" => {}
            "minimum" if value.is_number() && value.as_f64() < wanted.as_f64() => {
                found.push(format!("{at}: {value} < {wanted}"))
            }
            "minimum" => {}
            "format" => form(wanted, value, at, found),
            "$ref" => {
                let pointer = wanted.as_str().unwrap_or_default().trim_start_matches('#');
                match root.pointer(pointer) {
                    Some(other) => check(root, other, value, at, &own, found),
                    None => found.push(format!("{at}: {wanted} leads nowhere")),
                }
            }
            "required" => {
                for key in wanted.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if value.is_object() && value.get(key).is_none() {
                        found.push(format!("{at}: {key} is missing"));
                    }
                }
            }
            "properties" => properties(root, keywords, value, at, beside, found),
            "additionalProperties" => additional(root, wanted, &own, beside, value, at, found),
            "items" | "prefixItems" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                for (index, item) in items {
                    let schema = if keyword == "items" { Some(wanted) } else { wanted.get(index) };
                    match schema {
                        Some(schema) => check(root, schema, item, &format!("{at}[{index}]"), &[], found),
                        None => found.push(format!("{at}[{index}]: one too many")),
                    }
                }
            }
            "anyOf" | "oneOf" => {
                let tried = wanted.as_array().into_iter().flatten().map(|schema| {
                    let mut mistakes = Vec::new();
                    check(root, schema, value, at, beside, &mut mistakes);
                    mistakes
                });
                let tried: Vec<Vec<String>> = tried.collect();
                let fits = tried.iter().filter(|mistakes| mistakes.is_empty()).count();
                if fits == 0 || (keyword == "oneOf" && fits > 1) {
                    found.push(format!("{at}: fits {fits} of {}: {tried:?}", tried.len()));
                }
            }
            other if SAYS_NOTHING.contains(&other) => {}
            other => found.push(format!("{at}: the validator does not know `{other}`")),
        }
    }
}

fn names(object: &Map<String, Value>) -> Vec<&str> {
    object.keys().map(String::as_str).collect()
}

fn properties(
    root: &Value,
    keywords: &Map<String, Value>,
    value: &Value,
    at: &str,
    beside: &[&str],
    found: &mut Vec<String>,
) {
    let known = keywords.get("properties").and_then(Value::as_object);
    let closed = !keywords.contains_key("additionalProperties") && !keywords.contains_key("$ref");
    for (key, inner) in value.as_object().into_iter().flatten() {
        match known.and_then(|known| known.get(key)) {
            Some(schema) => check(root, schema, inner, &format!("{at}.{key}"), &[], found),
            None if closed && !beside.contains(&key.as_str()) => {
                found.push(format!("{at}: {key} is not in the schema"));
            }
            None => {}
        }
    }
}

fn additional(
    root: &Value,
    wanted: &Value,
    own: &[&str],
    beside: &[&str],
    value: &Value,
    at: &str,
    found: &mut Vec<String>,
) {
    for (key, inner) in value.as_object().into_iter().flatten() {
        if !own.contains(&key.as_str()) && !beside.contains(&key.as_str()) {
            check(root, wanted, inner, &format!("{at}.{key}"), &[], found);
        }
    }
}

fn kind(wanted: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    let names: Vec<&str> = match wanted {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    };
    if !names.iter().any(|name| is(name)) {
        found.push(format!("{at}: {value} is none of {names:?}"));
    }
}

fn form(wanted: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let fits = match (wanted.as_str(), value) {
        (_, Value::Null) => true,
        (Some("date"), value) => value.as_str().is_some_and(|text| text.parse::<chrono::NaiveDate>().is_ok()),
        (Some("uint8" | "uint16" | "uint32" | "uint64" | "int32" | "int64"), value) => value.is_u64() || value.is_i64(),
        _ => false,
    };
    if !fits {
        found.push(format!("{at}: {value} is no {wanted}"));
    }
}
