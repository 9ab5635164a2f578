//! What the reader of JSON says about a plan that has not the shape of one, in words that help whoever wrote it.

use domain::nearest::nearest;

/// The reader's message without the names of its own types, and with the name that was meant.
pub fn words(json: &[u8], said: &str) -> String {
    // The reader looks for the end of an object with one field and finds another field.
    if said.starts_with("expected value")
        && serde_json::from_slice::<serde_json::Value>(json).is_ok()
    {
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
