//! Keys of an exchange account: handed in for one request, never printed.

use std::fmt;

/// A text that only a request header may hold; printing it prints dots.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps the text.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The text itself: for whoever sends the request, and for nobody else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Can this be the value of a header? One with a line break could forge the next header.
    pub fn is_sendable(&self) -> bool {
        (1..=256).contains(&self.0.len()) && self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// What an exchange that asks for a key is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The key's public half.
    pub id: Secret,
    /// The key's private half.
    pub secret: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_printed() {
        let keys = Keys {
            id: Secret::new("CANARY-ID"),
            secret: Secret::new("CANARY-SECRET"),
        };
        let printed = format!("{keys:?} {keys:#?}");
        assert!(!printed.contains("CANARY"), "{printed}");
        assert_eq!(keys.secret.expose(), "CANARY-SECRET");
    }

    #[test]
    fn what_could_forge_a_header_is_not_sendable() {
        assert!(Secret::new("PKABC123/+=").is_sendable());
        for bad in ["", "a b", "a\r\nb", "a\u{0}", "가", &"x".repeat(257)] {
            assert!(!Secret::new(bad).is_sendable(), "{bad:?}");
        }
    }
}
