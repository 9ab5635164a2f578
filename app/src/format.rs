//! Numbers and moments as people read them; the same rules for text, tables and charts.

use domain::{Lang, Ts};

/// Shown where a number is undefined.
pub const NONE: &str = "–";

/// A number with grouped thousands and a true minus sign: `−1,234.50`.
pub fn number(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut text = String::with_capacity(plain.len() + whole.len() / 3 + 3);
    // Nothing but zeros is left after rounding: a sign would be noise.
    if value < 0.0 && plain.contains(|digit: char| ('1'..='9').contains(&digit)) {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(rest);
    text
}

/// The same with a plus sign for a gain.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = number(value, decimals);
    let visible = text.contains(|digit: char| ('1'..='9').contains(&digit));
    if value > 0.0 && visible {
        format!("+{text}")
    } else {
        text
    }
}

/// A ratio in percent: 0.05 is `5.00%`.
pub fn percent(ratio: f64, decimals: usize) -> String {
    format!("{}%", number(ratio * 100.0, decimals))
}

/// A ratio in percent with its sign.
pub fn signed_percent(ratio: f64, decimals: usize) -> String {
    format!("{}%", signed(ratio * 100.0, decimals))
}

/// A number with one decimal, if it has any.
pub fn tenths(value: f64) -> String {
    trimmed(number(value, 1))
}

/// A price: as many decimals as its size needs, so that 0.00001234 is not 0.
pub fn price(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 1000.0 => 0,
        size if size >= 100.0 => 1,
        size if size >= 10.0 => 2,
        size if size >= 1.0 => 3,
        _ => 6,
    };
    trimmed(number(value, decimals))
}

/// An amount of units, up to eight decimals.
pub fn quantity(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 1000.0 => 2,
        size if size >= 1.0 => 4,
        size if size >= 0.001 => 6,
        _ => 8,
    };
    trimmed(number(value, decimals))
}

/// A large number in few letters: `12.3M` in English, `1,230만` in Korean.
pub fn compact(value: f64, lang: Lang) -> String {
    let steps: &[(f64, &str)] = match lang {
        Lang::En => &[(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")],
        Lang::Ko => &[(1e12, "조"), (1e8, "억"), (1e4, "만")],
    };
    let decimals = |value: f64| if value.abs() >= 100.0 { 0 } else { 2 };
    match steps.iter().find(|(size, _)| value.abs() >= *size) {
        Some((size, unit)) => {
            let scaled = value / size;
            format!("{}{unit}", trimmed(number(scaled, decimals(scaled))))
        }
        None => trimmed(number(value, decimals(value))),
    }
}

/// A value as a form field shows it: shortest text that reads back to the same number.
pub fn plain(value: f64) -> String {
    format!("{value}")
}

/// An end of a range, as short as it can be said: `0.1`, `10,000`.
pub fn bound(value: f64) -> String {
    trimmed(number(value, 6))
}

/// A date, year first in both languages: `2024-01-31`.
pub fn date(at: Ts) -> String {
    let c = at.civil();
    format!("{:04}-{:02}-{:02}", c.year, c.month, c.day)
}

/// A date and time of day: `2024-01-31 09:00`, and its seconds where there are some.
pub fn minute(at: Ts) -> String {
    let c = at.civil();
    let mut text = format!(
        "{:04}-{:02}-{:02} {:02}:{:02}",
        c.year, c.month, c.day, c.hour, c.minute
    );
    if c.second != 0 {
        text += &format!(":{:02}", c.second);
    }
    text
}

/// An offset from UTC in minutes as a zone name: `UTC+9`, `UTC−3:30`.
pub fn offset(minutes: i32) -> String {
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let sign = if minutes < 0 { '−' } else { '+' };
    match (hours, rest) {
        (0, 0) => "UTC".to_owned(),
        (_, 0) => format!("UTC{sign}{hours}"),
        _ => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

/// A list that begins a sentence.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn trimmed(text: String) -> String {
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_signs_and_rounds() {
        assert_eq!(number(-1_234_567.891, 2), "−1,234,567.89");
        assert_eq!(number(999.0, 0), "999");
        assert_eq!(number(-0.001, 2), "0.00", "no minus before nothing");
        assert_eq!(signed_percent(0.1234, 1), "+12.3%");
        assert_eq!(signed(0.0001, 2), "0.00");
        assert_eq!(percent(-0.5, 2), "−50.00%");
        assert_eq!(
            (tenths(1234.0), tenths(2.54)),
            ("1,234".to_owned(), "2.5".to_owned())
        );
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capitalised("fee 5 bps"), "Fee 5 bps");
        assert_eq!(capitalised("수수료"), "수수료");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn small_prices_keep_their_digits() {
        assert_eq!(price(0.000_123), "0.000123");
        assert_eq!(price(42_000_000.0), "42,000,000");
        assert_eq!(quantity(0.125), "0.125");
    }

    #[test]
    fn each_language_counts_in_its_own_steps() {
        assert_eq!(compact(12_300_000.0, Lang::En), "12.3M");
        assert_eq!(compact(12_300_000.0, Lang::Ko), "1,230만");
        assert_eq!(compact(-250_000_000.0, Lang::Ko), "−2.5억");
        assert_eq!(compact(5528.12, Lang::Ko), "5,528");
    }

    #[test]
    fn moments_and_zones() {
        let midnight = Ts::from_date(2024, 2, 29);
        assert_eq!(minute(midnight), "2024-02-29 00:00");
        assert_eq!(minute(Ts(midnight.0 + 7_000)), "2024-02-29 00:00:07");
        assert_eq!(offset(540), "UTC+9");
        assert_eq!(offset(-210), "UTC−3:30");
        assert_eq!(offset(0), "UTC");
    }
}
