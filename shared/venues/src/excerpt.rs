//! A safe piece of somebody else's text: short enough for a message, without control characters.

const LONGEST: usize = 200;

/// Foreign text ends up in logs, errors and pages: it must not flood or forge any of them.
pub(crate) fn excerpt(text: &str) -> String {
    let mut kept: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST + 1)
        .collect();
    if let Some((end, _)) = kept.char_indices().nth(LONGEST) {
        kept.truncate(end);
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_characters_and_drops_control_characters() {
        assert_eq!(excerpt("a\r\nb\u{0}c"), "abc");
        assert_eq!(excerpt(&"가".repeat(200)), "가".repeat(200));
        assert_eq!(
            excerpt(&"가".repeat(5_000)),
            format!("{}…", "가".repeat(200))
        );
    }
}
