//! Upbit's own account of a refusal: `{"error":{"name":404,"message":"Code not found"}}`, read leniently.

use serde_json::Value;

use crate::excerpt::excerpt;

/// A reply that is no success. The body may be ours to read, or a proxy's HTML page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// HTTP status.
    pub(super) status: u16,
    /// Upbit's name for it: an integer on quotation endpoints, a string on the others. `None`: the body was not Upbit's.
    pub(super) name: Option<String>,
    /// Upbit's sentence.
    pub(super) message: Option<String>,
}

impl Fault {
    /// Keeps what can be read and never fails: a status alone is already an answer.
    pub(super) fn parse(status: u16, body: &[u8]) -> Self {
        let value: Option<Value> = serde_json::from_slice(body).ok();
        let error = value.as_ref().and_then(|value| value.get("error"));
        let name = error.and_then(|error| match error.get("name")? {
            Value::Number(number) => Some(number.to_string()),
            Value::String(text) => Some(excerpt(text)),
            _ => None,
        });
        let message = error.and_then(|error| error.get("message")?.as_str().map(excerpt));
        Self {
            status,
            name,
            message,
        }
    }

    /// The path itself is unknown to Upbit, which is our mistake or their change, never the market's absence.
    pub(super) fn is_unrouted(&self) -> bool {
        self.name.as_deref() == Some("not_found")
    }
}

/// Longest ban that is believed; a larger figure is more likely a timestamp or another unit.
const LONGEST_BAN: u64 = 7 * 24 * 3_600;

/// How long a 418 lasts, in seconds, when its body says so.
///
/// The documentation promises a duration in the body and shows no example, so both a numeric field and a
/// sentence such as `… for 120 seconds` are tried.
pub(super) fn ban_seconds(body: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(body).ok()?;
    let value: Option<Value> = serde_json::from_str(text).ok();
    let error = value
        .as_ref()
        .map(|value| value.get("error").unwrap_or(value));
    let named = error.and_then(|error| {
        [
            "retry_after",
            "retry_after_seconds",
            "remaining_seconds",
            "seconds",
        ]
        .into_iter()
        .find_map(|key| error.get(key)?.as_u64())
    });
    let told = || match error {
        Some(error) => duration_in(error.get("message")?.as_str()?),
        None => duration_in(text),
    };
    named
        .or_else(told)
        .filter(|seconds| (1..=LONGEST_BAN).contains(seconds))
}

/// The first number that is followed by a unit of time.
fn duration_in(text: &str) -> Option<u64> {
    let mut rest = text;
    loop {
        let start = rest.find(|c: char| c.is_ascii_digit())?;
        let (_, tail) = rest.split_at(start);
        let end = tail
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (number, after) = tail.split_at(end);
        let unit = after.trim_start().to_ascii_lowercase();
        let scale = [
            ("sec", 1),
            ("초", 1),
            ("min", 60),
            ("분", 60),
            ("hour", 3_600),
            ("시간", 3_600),
        ]
        .into_iter()
        .find(|(word, _)| unit.starts_with(word));
        if let Some((_, scale)) = scale {
            return number.parse::<u64>().ok()?.checked_mul(scale);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_a_number_or_a_word() {
        let quotation = Fault::parse(404, br#"{"error":{"name":404,"message":"Code not found"}}"#);
        assert_eq!(quotation.name.as_deref(), Some("404"));
        assert_eq!(quotation.message.as_deref(), Some("Code not found"));
        assert!(!quotation.is_unrouted());

        let unrouted = Fault::parse(
            404,
            br#"{"error":{"name":"not_found","message":"no route"}}"#,
        );
        assert!(unrouted.is_unrouted());
    }

    #[test]
    fn a_foreign_body_leaves_the_status() {
        for body in [
            &b"<html>502</html>"[..],
            b"",
            b"null",
            b"[]",
            b"{\"error\":7}",
            b"{\"error\":{\"name\":[]}}",
            b"\xff",
        ] {
            assert_eq!(
                Fault::parse(502, body),
                Fault {
                    status: 502,
                    name: None,
                    message: None
                }
            );
        }
    }

    #[test]
    fn a_message_is_cut_and_cleaned() {
        let body = format!(
            r#"{{"error":{{"name":"x\u0000y","message":"{}"}}}}"#,
            "m".repeat(10_000)
        );
        let fault = Fault::parse(400, body.as_bytes());
        assert_eq!(fault.name.as_deref(), Some("xy"));
        assert!(
            fault
                .message
                .is_some_and(|text| text.chars().count() == 201)
        );
    }

    #[test]
    fn ban_lengths() {
        for (body, seconds) in [
            (
                r#"{"error":{"name":418,"message":"Too many requests. Blocked for 120 seconds."}}"#,
                Some(120),
            ),
            (
                r#"{"error":{"name":418,"message":"3 strikes: try again in 5 min"}}"#,
                Some(300),
            ),
            (
                r#"{"error":{"name":418,"message":"30초 후에 다시 시도해 주세요"}}"#,
                Some(30),
            ),
            (r#"{"error":{"name":418,"retry_after":60}}"#, Some(60)),
            (r#"{"retry_after":60}"#, Some(60)),
            ("blocked for 10 sec", Some(10)),
            (r#"{"error":{"name":418,"message":"blocked"}}"#, None),
            (
                r#"{"error":{"name":418,"message":"blocked until 1795144500000 seconds"}}"#,
                None,
            ),
            (
                r#"{"error":{"name":418,"message":"99999999999999999999999 hours"}}"#,
                None,
            ),
            ("<html>418</html>", None),
            ("", None),
        ] {
            assert_eq!(ban_seconds(body.as_bytes()), seconds, "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_passed_over(status in 0_u16..600, body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Fault::parse(status, &body);
            let _ = ban_seconds(&body);
        }

        #[test]
        fn any_sentence_is_read_or_passed_over(text in "[0-9a-z초분 ]{0,60}") {
            let _ = duration_in(&text);
        }
    }
}
