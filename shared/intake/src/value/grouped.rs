//! Numbers as people and spreadsheets write them: thousands apart, a comma before the fraction, a currency sign.

use super::number::plain;
use crate::options::NumberForm;

/// What a cell is that should be a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Nothing, or a mark for nothing such as `-` or `null`.
    Empty,
    /// A number.
    Value(f64),
    /// A number with a currency sign.
    Currency(f64),
    /// NaN or infinity.
    NotFinite,
    /// Anything else.
    No,
}

/// What a cell tells about how numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// No mark at all, or no number.
    Nothing,
    /// Only a point before the fraction makes sense.
    Point,
    /// Only a comma before the fraction makes sense.
    Comma,
    /// `1,234`: thousands or a fraction.
    UnclearComma,
    /// `1.234`: a fraction, or thousands where commas mark fractions.
    UnclearPoint,
}

const CURRENCIES: [&str; 14] = [
    "$", "₩", "￦", "€", "£", "¥", "₿", "원", "KRW", "USDT", "USD", "EUR", "BTC", "US$",
];

/// Marks that stand for no value.
const NOTHING: [&str; 8] = ["-", "--", "null", "none", "n/a", "na", "#n/a", "."];

/// Reads a cell that isn't plain.
pub fn number(cell: &[u8], form: NumberForm) -> Number {
    let Ok(text) = std::str::from_utf8(cell) else {
        return Number::No;
    };
    let text = bare(text);
    if text.is_empty() || NOTHING.iter().any(|mark| text.eq_ignore_ascii_case(mark)) {
        return Number::Empty;
    }
    let unsigned = text.trim_start_matches(['+', '-']);
    let endless = ["nan", "inf", "infinity", "∞", "1.#inf", "1.#qnan"];
    if endless
        .iter()
        .any(|word| unsigned.eq_ignore_ascii_case(word))
    {
        return Number::NotFinite;
    }
    if let Some(value) = joined(text, form) {
        return match value.is_finite() {
            true => Number::Value(value),
            false => Number::NotFinite,
        };
    }
    match without_currency(text).and_then(|text| joined(text, form)) {
        Some(value) if value.is_finite() => Number::Currency(value),
        _ => Number::No,
    }
}

/// What the marks of a cell tell.
pub fn evidence(cell: &[u8]) -> Evidence {
    let Ok(text) = std::str::from_utf8(cell) else {
        return Evidence::Nothing;
    };
    let text = bare(text);
    let text = without_currency(text).unwrap_or(text);
    let text = text.trim_start_matches(['+', '-']);
    let marks = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
    if !marks || text.is_empty() {
        return Evidence::Nothing;
    }
    let last = |mark| text.rfind(mark);
    match (last(','), last('.')) {
        (None, None) => Evidence::Nothing,
        (Some(comma), Some(point)) if comma < point => Evidence::Point,
        (Some(_), Some(_)) => Evidence::Comma,
        (Some(comma), None) => match lone(text, ',', comma) {
            Lone::Thousands => Evidence::Point,
            Lone::Fraction => Evidence::Comma,
            Lone::Either => Evidence::UnclearComma,
        },
        (None, Some(point)) => match lone(text, '.', point) {
            Lone::Thousands => Evidence::Comma,
            Lone::Fraction => Evidence::Point,
            Lone::Either => Evidence::UnclearPoint,
        },
    }
}

enum Lone {
    Thousands,
    Fraction,
    Either,
}

/// What the only kind of mark in a number may be: several are thousands, one is a fraction unless three digits follow.
fn lone(text: &str, mark: char, at: usize) -> Lone {
    if text.matches(mark).count() > 1 {
        return Lone::Thousands;
    }
    let (before, after) = (at, text.len() - at - 1);
    let zero = text.starts_with('0');
    match after == 3 && (1..=3).contains(&before) && !zero {
        true => Lone::Either,
        false => Lone::Fraction,
    }
}

/// Without spaces, byte order marks and an apostrophe that Excel puts before text.
fn bare(text: &str) -> &str {
    let edge = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
    text.trim_matches(edge).trim_start_matches('\'')
}

fn without_currency(text: &str) -> Option<&str> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let without = CURRENCIES.iter().find_map(|mark| {
        let before = unsigned.strip_prefix(mark).map(str::trim_start);
        before.or_else(|| unsigned.strip_suffix(mark).map(str::trim_end))
    })?;
    // A price below 0 with a sign in between is no price; it stays unread.
    (!sign).then_some(without)
}

/// The number without the marks between thousands, when they stand where thousands end.
fn joined(text: &str, form: NumberForm) -> Option<f64> {
    let (decimal, thousands) = match form {
        NumberForm::Point => ('.', ','),
        NumberForm::Comma => (',', '.'),
    };
    let mut parts = text.splitn(2, decimal);
    let (whole, fraction) = (parts.next()?, parts.next());
    let between = |letter: char| {
        letter == thousands
            || matches!(
                letter,
                ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’'
            )
    };
    let digits = whole.trim_start_matches(['+', '-']);
    let mut groups = digits.split(between);
    let first = groups.next()?;
    let mut plain_text = String::with_capacity(text.len());
    if whole.len() > digits.len() {
        plain_text.push_str(whole.get(..whole.len() - digits.len())?);
    }
    plain_text.push_str(first);
    let mut several = false;
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        several = true;
        plain_text.push_str(group);
    }
    if several
        && !plain_text
            .trim_start_matches(['+', '-'])
            .bytes()
            .all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    if let Some(fraction) = fraction {
        plain_text.push('.');
        plain_text.push_str(fraction);
    }
    plain(plain_text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_write_numbers_in_many_ways() {
        use Number::{Currency, Empty, No, NotFinite, Value};
        use NumberForm::{Comma, Point};
        for (text, form, expected) in [
            ("1,234.5", Point, Value(1234.5)),
            ("1,234,567", Point, Value(1_234_567.0)),
            ("-1,234", Point, Value(-1234.0)),
            (" 12.5 ", Point, Value(12.5)),
            ("1'234.5", Point, Value(1234.5)),
            ("1\u{a0}234,5", Comma, Value(1234.5)),
            ("1.234,5", Comma, Value(1234.5)),
            ("1234,5", Comma, Value(1234.5)),
            ("1,5e3", Comma, Value(1500.0)),
            ("1.234.567", Comma, Value(1_234_567.0)),
            ("₩1,234", Point, Currency(1234.0)),
            ("1,234원", Point, Currency(1234.0)),
            ("$ 12.5", Point, Currency(12.5)),
            ("12.5 USDT", Point, Currency(12.5)),
            ("", Point, Empty),
            (" - ", Point, Empty),
            ("NULL", Point, Empty),
            ("NaN", Point, NotFinite),
            ("-Infinity", Point, NotFinite),
            ("1e999", Point, NotFinite),
            ("12,34.5", Point, No),
            ("1,23", Point, No),
            ("1234,567", Point, No),
            ("1.5", Comma, No),
            ("abc", Point, No),
            ("12.5%", Point, No),
            ("1,,234", Point, No),
        ] {
            assert_eq!(number(text.as_bytes(), form), expected, "{text}");
        }
        assert_eq!(number(b"\xff\xfe", Point), No);
    }

    #[test]
    fn marks_tell_how_numbers_are_written_or_leave_it_open() {
        use Evidence::{Comma, Nothing, Point, UnclearComma, UnclearPoint};
        for (text, expected) in [
            ("1234", Nothing),
            ("1,234.5", Point),
            ("1.234,5", Comma),
            ("1,234,567", Point),
            ("1.234.567", Comma),
            ("12,5", Comma),
            ("0,123", Comma),
            ("1234,567", Comma),
            ("1,234", UnclearComma),
            ("₩1,234", UnclearComma),
            ("1.234", UnclearPoint),
            ("0.123", Point),
            ("98000.01", Point),
            ("abc,1", Nothing),
            ("", Nothing),
        ] {
            assert_eq!(evidence(text.as_bytes()), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn thousands_never_change_a_number(value in 0_u64..1_000_000_000_000, cents in 0_u32..100) {
            let mut digits = value.to_string();
            let mut at = digits.len();
            while at > 3 {
                at -= 3;
                digits.insert(at, ',');
            }
            let text = format!("{digits}.{cents:02}");
            let expected = format!("{value}.{cents:02}").parse().unwrap();
            prop_assert_eq!(number(text.as_bytes(), NumberForm::Point), Number::Value(expected));
            let swapped: String = text.chars().map(|letter| match letter { ',' => '.', '.' => ',', other => other }).collect();
            prop_assert_eq!(number(swapped.as_bytes(), NumberForm::Comma), Number::Value(expected));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,20}") {
            let _ = (number(text.as_bytes(), NumberForm::Point), number(text.as_bytes(), NumberForm::Comma), evidence(text.as_bytes()));
        }
    }
}
