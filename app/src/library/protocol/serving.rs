//! What an exchange serves, and the keys one of them wants.

use domain::Timeframe;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A bar length an exchange can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// The length.
    pub timeframe: Timeframe,
    /// The exchange's shorter bars it is made of; `None` when the exchange has it.
    pub made_of: Option<Timeframe>,
}

/// The reader's own keys of an exchange: for request headers, kept in memory and nowhere else, and never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnKeys {
    /// The public half.
    pub id: String,
    /// The private half.
    pub secret: String,
}

impl OwnKeys {
    /// Could these be keys? What is no header's value never leaves the page.
    pub fn is_sendable(&self) -> bool {
        let fits = |text: &String| {
            (1..=256).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
        };
        fits(&self.id) && fits(&self.secret)
    }
}

impl fmt::Debug for OwnKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("OwnKeys(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::OwnKeys;

    fn keys(id: &str, secret: &str) -> OwnKeys {
        OwnKeys {
            id: id.to_owned(),
            secret: secret.to_owned(),
        }
    }

    #[test]
    fn keys_are_never_printed() {
        let printed = format!("{:?}", keys("CANARYID", "CANARYSECRET"));
        assert!(!printed.contains("CANARY"), "{printed}");
    }

    #[test]
    fn only_what_fits_into_a_header_is_sent() {
        assert!(keys("PKABC123", "a+b/c=").is_sendable());
        for bad in ["", "a b", "a\r\nb", "가", &"x".repeat(257)] {
            assert!(!keys(bad, "x").is_sendable(), "{bad:?}");
            assert!(!keys("x", bad).is_sendable(), "{bad:?}");
        }
    }
}
