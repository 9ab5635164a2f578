//! What the reader of JSON says about a plan that has not the shape of one, in words that help whoever wrote it.

use domain::nearest::nearest;
use domain::plan::Plan;
use serde_json::Value;

/// The reader's message without the names of its own types, and with the name that was meant.
pub fn words(json: &[u8], said: &str) -> String {
    // The reader looks for the end of an object with one field and finds another field.
    if said.starts_with("expected value") && serde_json::from_slice::<Value>(json).is_ok() {
        return said.replacen(
            "expected value",
            "only one field may stand here, found another",
            1,
        );
    }
    let plain = said
        .replace("expected u32", "expected a whole number, 0 or more")
        .replace("expected u64", "expected a whole number, 0 or more")
        .replace("expected f64", "expected a number");
    let names: Vec<&str> = plain.split('`').skip(1).step_by(2).collect();
    let meant = match names.split_first() {
        Some((got, known)) if plain.starts_with("unknown ") => {
            nearest(got, known.iter().copied()).map(|meant| (*got, meant))
        }
        _ => None,
    };
    match meant {
        Some((got, meant)) => {
            let got = format!("`{got}`");
            plain.replacen(&got, &format!("{got} (did you mean `{meant}`?)"), 1)
        }
        None => plain,
    }
}

/// Where a list stands for fields that have names: the reader takes it for them, in an order nobody should rely on, and the
/// schema doesn't.
pub fn unnamed(json: &[u8], plan: &Plan) -> Option<String> {
    let given: Value = serde_json::from_slice(json).ok()?;
    let read = serde_json::to_value(plan).ok()?;
    listed(&given, &read, "")
}

fn listed(given: &Value, read: &Value, path: &str) -> Option<String> {
    match (given, read) {
        (Value::Array(_), Value::Object(_)) if path.is_empty() => Some("plan".to_owned()),
        (Value::Array(_), Value::Object(_)) => Some(path.to_owned()),
        (Value::Array(given), Value::Array(read)) => {
            let mut items = given.iter().zip(read).enumerate();
            items
                .find_map(|(place, (given, read))| listed(given, read, &format!("{path}[{place}]")))
        }
        (Value::Object(given), Value::Object(read)) => given.iter().find_map(|(name, inner)| {
            let dot = if path.is_empty() { "" } else { "." };
            listed(inner, read.get(name)?, &format!("{path}{dot}{name}"))
        }),
        _ => None,
    }
}
