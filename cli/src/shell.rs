//! Words of commands that messages propose, written so that a shell takes each of them for one.

use std::fmt::Display;

/// A word as it must be typed: as it is where nothing in it means something to a shell, else between single quotes.
pub fn word(text: impl Display) -> String {
    let text = text.to_string();
    let plain = |letter: char| letter.is_alphanumeric() || "_-./:,+@%=".contains(letter);
    match !text.is_empty() && text.chars().all(plain) {
        true => text,
        // Nothing ends a single quote but itself: out, one of its own behind a backslash, in again.
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_read_more_into_them() {
        let cases = [
            ("bars.csv", "bars.csv"),
            ("/tmp/일봉-1d.csv", "/tmp/일봉-1d.csv"),
            ("my bars.csv", "'my bars.csv'"),
            ("UPBIT_BTCKRW, 60.csv", "'UPBIT_BTCKRW, 60.csv'"),
            ("bars (1).csv", "'bars (1).csv'"),
            ("a$HOME;b.csv", "'a$HOME;b.csv'"),
            ("it's.csv", r"'it'\''s.csv'"),
            ("~bars", "'~bars'"),
            ("", "''"),
        ];
        for (text, typed) in cases {
            assert_eq!(word(text), typed);
        }
    }
}
