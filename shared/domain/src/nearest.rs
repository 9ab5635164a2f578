//! Which of some names somebody meant who wrote another one.

/// The name with the fewest letters to change, when that is one, or two of a word of five letters or more; capitals don't count.
pub fn nearest<'a>(got: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let got = got.to_lowercase();
    let letters = got.chars().count();
    let most = if letters < 5 { 1 } else { 2 };
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let far = distance(&got, &name.to_lowercase());
        if far <= most && far < letters && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Levenshtein's distance: letters to put in, take out or exchange.
pub fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut before = line;
        let mut left = line + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (place, there) in row.iter_mut().skip(1).zip(&other) {
            let same = before + usize::from(letter != *there);
            before = *place;
            left = same.min(left + 1).min(before + 1);
            *place = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_understood_and_another_word_is_not() {
        let names = ["ema_cross", "sma_cross", "turtle", "rsi_2"];
        for (got, meant) in [
            ("ema_cros", Some("ema_cross")),
            ("EMA_CROSS", Some("ema_cross")),
            ("emacrosss", Some("ema_cross")),
            ("turtel", Some("turtle")),
            ("magic", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(nearest(got, names), meant, "{got}");
        }
        // Two letters of three are another word.
        assert_eq!(nearest("ema", ["dca", "rsi_2"]), None);
        assert_eq!(nearest("up", ["ko", "en"]), None);
    }

    #[test]
    fn distances_by_hand() {
        for (one, other, far) in [
            ("", "", 0),
            ("", "ab", 2),
            ("kitten", "sitting", 3),
            ("above", "abov", 1),
            ("clsoe", "close", 2),
        ] {
            assert_eq!((distance(one, other), distance(other, one)), (far, far));
        }
    }
}
