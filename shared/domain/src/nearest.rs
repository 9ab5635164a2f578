//! Which of some names somebody meant who wrote another one.

/// The name with the fewest letters to change, when that is one, or two of a word of five letters or more; capitals don't count.
pub fn nearest<'a>(got: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = if got.len() < 5 { 1 } else { 2 };
    let far = names.into_iter().map(|name| (distance(got, name), name));
    let near = far.filter(|(far, _)| *far <= most && *far < got.len());
    near.min_by_key(|(far, _)| *far).map(|(_, name)| name)
}

/// Levenshtein's distance: letters to put in, take out or exchange. Names are plain letters; any other counts as its bytes.
pub fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.bytes().enumerate() {
        let (mut before, mut left) = (line, line + 1);
        if let Some((first, rest)) = row.split_first_mut() {
            *first = left;
            for (place, there) in rest.iter_mut().zip(other.bytes()) {
                let same = before + usize::from(!letter.eq_ignore_ascii_case(&there));
                before = *place;
                left = same.min(left + 1).min(before + 1);
                *place = left;
            }
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
            ("", "abc", 3),
            ("KRW-BTC", "KRW-BTC", 0),
            ("BTX", "BTC", 1),
            ("kitten", "sitting", 3),
            ("above", "abov", 1),
            ("clsoe", "close", 2),
        ] {
            assert_eq!((distance(one, other), distance(other, one)), (far, far));
        }
    }
}
