//! Values as a finding says them.

use crate::defect::Words;
use domain::Ts;

/// A moment in ISO 8601, with milliseconds when it has any.
pub fn moment(ms: i64) -> String {
    let text = Ts(ms).to_string();
    match ms.rem_euclid(1_000) {
        0 => text,
        millis => format!("{}.{millis:03}Z", text.trim_end_matches('Z')),
    }
}

/// A stretch of time in its largest whole unit.
pub fn length(ms: i64) -> String {
    let units = [
        (86_400_000, "d"),
        (3_600_000, "h"),
        (60_000, "m"),
        (1_000, "s"),
    ];
    let whole = units.into_iter().find(|(unit, _)| ms % unit == 0);
    let (unit, name) = whole.unwrap_or((1, "ms"));
    format!("{}{name}", ms / unit)
}

/// The same words in both languages: a number, a time.
pub fn same(text: impl Into<String>) -> Words {
    let text = text.into();
    Words::new(text.clone(), text)
}
