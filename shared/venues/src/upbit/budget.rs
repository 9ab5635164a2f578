//! The request budget Upbit reports with every reply: `group=candles; min=600; sec=9`.

use std::fmt;

/// Which endpoints share a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// Candles; the documentation says `candle`, the wire says `candles`.
    Candle,
    /// One request per ten seconds: somebody let an `Origin` header through.
    Origin,
    /// Any other group, by Upbit's name.
    Other(String),
}

impl fmt::Display for Group {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Candle => "candle",
            Self::Origin => "origin",
            Self::Other(name) => name,
        })
    }
}

/// What is left of a group's budget in the running second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RemainingReq {
    /// Whose budget.
    pub(super) group: Group,
    /// Requests left in this second.
    pub(super) sec: u32,
}

impl RemainingReq {
    /// Reads the header; `min` is constant and deprecated, so it is skipped. `None` when group or sec is missing.
    pub(super) fn parse(header: &str) -> Option<Self> {
        let mut group = None;
        let mut sec = None;
        for part in header.split(';') {
            let (key, value) = part.split_once('=')?;
            match key.trim() {
                "group" => group = Some(group_of(value.trim())?),
                "sec" => sec = Some(digits(value.trim())?),
                _ => {}
            }
        }
        Some(Self {
            group: group?,
            sec: sec?,
        })
    }
}

fn group_of(name: &str) -> Option<Group> {
    let plain = (1..=32).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    plain.then(|| match name {
        "candle" | "candles" => Group::Candle,
        "origin" => Group::Origin,
        other => Group::Other(other.to_owned()),
    })
}

/// `str::parse` would also take a leading plus.
fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_was_seen_on_the_wire() {
        for (header, group, sec) in [
            ("group=candles; min=600; sec=9", Group::Candle, 9),
            ("group=candle; min=600; sec=0", Group::Candle, 0),
            ("group=origin; min=6; sec=0", Group::Origin, 0),
            (
                "group=default; min=1800; sec=29",
                Group::Other("default".to_owned()),
                29,
            ),
            (
                "sec=3;group=order-cancel-all",
                Group::Other("order-cancel-all".to_owned()),
                3,
            ),
        ] {
            assert_eq!(
                RemainingReq::parse(header),
                Some(RemainingReq { group, sec }),
                "{header}"
            );
        }
    }

    #[test]
    fn refuses_the_rest() {
        for header in [
            "",
            "group=candles",
            "sec=9",
            "group=; sec=9",
            "group=candles; sec=",
            "group=candles; sec=-1",
            "group=candles; sec=+1",
            "group=candles; sec=99999999999",
            "group=can dles; sec=1",
            "nonsense",
            "group=candles; sec=9;",
            "group=<b>; sec=9",
        ] {
            assert_eq!(RemainingReq::parse(header), None, "{header}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(header in "\\PC{0,80}") {
            let _ = RemainingReq::parse(&header);
        }
    }
}
