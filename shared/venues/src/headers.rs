//! What exchanges tell in reply headers.

use crate::HttpReply;

/// Nobody has anyone wait longer than a week: a larger figure is in another unit.
const LONGEST_S: u64 = 7 * 86_400;

/// `Retry-After` in seconds, where it is believable.
pub(crate) fn wait(reply: &HttpReply) -> Option<u64> {
    number(reply.header("retry-after")?).and_then(seconds)
}

/// A number of seconds, where it is believable.
pub(crate) fn seconds(told: u64) -> Option<u64> {
    Some(told).filter(|told| (1..=LONGEST_S).contains(told))
}

/// Digits only: `str::parse` would also take a leading plus.
pub(crate) fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The same, for a count.
pub(crate) fn count(text: &str) -> Option<u32> {
    u32::try_from(number(text)?).ok()
}
