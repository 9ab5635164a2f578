//! Phrases with both languages side by side, and what Korean particles and numbers need.

use super::Words;
use domain::zones::{Weekday, Zone};

/// Fills a phrase: `{0}` is a part, and in Korean `{0:이}` also the particle that fits its last sound.
pub(super) fn say(en: &str, ko: &str, parts: &[&Words]) -> Words {
    Words {
        en: fill(en, parts, |words| &words.en),
        ko: fill(ko, parts, |words| &words.ko),
    }
}

/// The same in both languages.
pub(super) fn same(text: impl Into<String>) -> Words {
    let en = text.into();
    Words { ko: en.clone(), en }
}

/// A fixed phrase.
pub(super) fn fixed(en: &str, ko: &str) -> Words {
    say(en, ko, &[])
}

/// In brackets.
pub(super) fn bracketed(words: &Words) -> Words {
    say("({0})", "({0})", &[words])
}

/// "a, b and c".
pub(super) fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., end] => format!("{} {last} {end}", before.join(", ")),
    }
}

fn fill(phrase: &str, parts: &[&Words], of: impl Fn(&Words) -> &str) -> String {
    let mut text = String::new();
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (slot, behind) = after.split_once('}').unwrap_or((after, ""));
        let (place, particle) = slot.split_once(':').unwrap_or((slot, ""));
        let part = place.parse::<usize>().ok().and_then(|at| parts.get(at));
        let part = part.map_or("", |words| of(words));
        text.push_str(part);
        text.push_str(fitting(particle, part));
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// How a word ends, as far as particles care.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Vowel,
    Rieul,
    Consonant,
}

fn fitting(particle: &str, word: &str) -> &'static str {
    let end = end_of(word);
    let open = end == End::Vowel;
    match particle {
        "이" if open => "가",
        "이" => "이",
        "은" if open => "는",
        "은" => "은",
        "을" if open => "를",
        "을" => "을",
        "과" if open => "와",
        "과" => "과",
        "으로" if end == End::Consonant => "으로",
        "으로" => "로",
        _ => "",
    }
}

/// A particle follows the word in front of a bracket: SMA(20) is read like SMA.
fn end_of(word: &str) -> End {
    let word = word.trim_end_matches(['|', ' ', '.']);
    if let Some(open) = opening(word) {
        let (before, inside) = word.split_at(open);
        if before.ends_with(char::is_alphanumeric) {
            return end_of(before);
        }
        return end_of(inside.trim_start_matches('(').trim_end_matches(')'));
    }
    match word.chars().last() {
        Some(syllable @ '가'..='힣') => match (syllable as u32 - '가' as u32) % 28 {
            0 => End::Vowel,
            8 => End::Rieul,
            _ => End::Consonant,
        },
        Some('1' | '7' | '8' | 'l' | 'L' | 'R') => End::Rieul,
        Some('e') if word.ends_with("le") => End::Rieul,
        Some('0' | '3' | '6' | 'm' | 'M' | 'n' | 'N' | 'g' | 'k' | 'p') => End::Consonant,
        _ => End::Vowel,
    }
}

/// Where the bracket opens that ends the word.
fn opening(word: &str) -> Option<usize> {
    if !word.ends_with(')') {
        return None;
    }
    let mut depth = 0;
    for (at, letter) in word.char_indices().rev() {
        match letter {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// A number as people write it, without the dust of binary fractions.
pub(super) fn number(value: f64) -> String {
    let dusted = (value * 1e9).round() / 1e9;
    let shown = if value.abs() < 1e6 && (dusted != 0.0 || value == 0.0) {
        dusted
    } else {
        value
    };
    shown.to_string().replace('-', "−")
}

/// A share as percent.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", number(share * 100.0))
}

/// A minute of the day as a clock shows it.
pub(super) fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Whose clock.
pub(super) fn time_of(zone: Zone) -> Words {
    match zone {
        Zone::Utc => fixed("UTC", "UTC"),
        Zone::Seoul => fixed("Seoul time", "한국 시간"),
        Zone::Tokyo => fixed("Tokyo time", "도쿄 시간"),
        Zone::London => fixed("London time", "런던 시간"),
        Zone::NewYork => fixed("New York time", "뉴욕 시간"),
    }
}

/// The days of a week; Korean names them in one word, as in 월·금요일.
pub(super) fn days(days: &[Weekday]) -> Words {
    let name = |day: &Weekday| match day {
        Weekday::Monday => ("Monday", "월"),
        Weekday::Tuesday => ("Tuesday", "화"),
        Weekday::Wednesday => ("Wednesday", "수"),
        Weekday::Thursday => ("Thursday", "목"),
        Weekday::Friday => ("Friday", "금"),
        Weekday::Saturday => ("Saturday", "토"),
        Weekday::Sunday => ("Sunday", "일"),
    };
    let en: Vec<String> = days.iter().map(|day| name(day).0.to_owned()).collect();
    let ko: Vec<&str> = days.iter().map(|day| name(day).1).collect();
    Words {
        en: list(&en, "or"),
        ko: format!("{}요일", ko.join("·")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_particle_fits_the_sound_before_it() {
        let with = |word: &str| say("", "{0:이} {0:을} {0:으로}", &[&same(word)]).ko;
        assert_eq!(with("종가"), "종가가 종가를 종가로");
        assert_eq!(with("거래량"), "거래량이 거래량을 거래량으로");
        assert_eq!(
            with("스토캐스틱"),
            "스토캐스틱이 스토캐스틱을 스토캐스틱으로"
        );
        assert_eq!(with("70"), "70이 70을 70으로");
        assert_eq!(with("1"), "1이 1을 1로");
        assert_eq!(with("SMA(20)"), "SMA(20)가 SMA(20)를 SMA(20)로");
        assert_eq!(
            with("2 × (고가 − 거래량)"),
            "2 × (고가 − 거래량)이 2 × (고가 − 거래량)을 2 × (고가 − 거래량)으로"
        );
        assert_eq!(
            with("MACD(12, 26, 9).signal"),
            "MACD(12, 26, 9).signal이 MACD(12, 26, 9).signal을 MACD(12, 26, 9).signal로"
        );
    }

    #[test]
    fn numbers_have_no_dust() {
        assert_eq!(number(0.1 + 0.2), "0.3");
        assert_eq!(percent(0.07), "7%");
        assert_eq!(number(-2.5), "−2.5");
        assert_eq!(number(1e-12), "0.000000000001");
        assert_eq!(clock(1440), "24:00");
    }
}
