//! `RunSpec`: the whole question, as a versioned value with one canonical spelling and one hash.

mod account;
mod check;
mod choice;
mod costs;
mod fill;
mod words;

pub use account::{Account, Risk, Sizing};
pub use check::SpecError;
pub use choice::{LibraryChoice, MarketChoice, Source, StrategyChoice};
pub use costs::{Costs, Slippage};
pub use fill::{FillPolicy, PathRule};

use crate::digest::Digest;
use crate::num::Cash;
use serde::{Deserialize, Serialize};

/// Format of the spec itself; a reader refuses specs of another one.
pub const SPEC_VERSION: u32 = 2;

/// Most symbols of a run.
pub const MOST_SYMBOLS: usize = 64;

/// Everything that decides a result: same spec, same data, same engine, same bytes out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunSpec {
    /// [`SPEC_VERSION`] of the writer.
    pub version: u32,
    /// Engine the result belongs to.
    pub engine: u32,
    /// What decides to trade.
    pub strategy: StrategyChoice,
    /// What is traded, and when.
    pub market: MarketChoice,
    /// What trading costs.
    pub costs: Costs,
    /// How orders fill.
    pub fill: FillPolicy,
    /// What comes first inside a bar when nobody saw the order.
    pub path: PathRule,
    /// How much is bought; `None` is what the plan says, and equal slots when it says nothing.
    pub sizing: Option<Sizing>,
    /// How far the account may reach.
    pub account: Account,
    /// The limits in front of every entry.
    pub risk: Risk,
    /// Cash at the start.
    pub cash: Cash,
    /// Seed of everything random in the run; a plain backtest uses none.
    pub seed: u64,
}

impl RunSpec {
    /// Reads and checks a spec; the door for links, files and messages.
    pub fn parse(json: &[u8]) -> Result<RunSpec, SpecError> {
        let spec: RunSpec =
            serde_json::from_slice(json).map_err(|error| SpecError::Shape(error.to_string()))?;
        spec.check()?;
        Ok(spec)
    }

    /// The one spelling of this question: compact JSON, fields in the order above, names sorted,
    /// numbers in their shortest form that reads back to the same bits.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        // Every field is a plain value with text keys, so writing JSON to memory cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Names the question.
    pub fn hash(&self) -> Digest {
        Digest::of(&self.canonical_bytes())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::instrument::Symbol;
    use crate::num::{Bps, Ratio};
    use crate::time::Timeframe;
    use std::collections::BTreeMap;

    pub(crate) fn spec() -> RunSpec {
        RunSpec {
            version: SPEC_VERSION,
            engine: crate::ENGINE_VERSION,
            strategy: StrategyChoice::library(
                "ema_cross",
                BTreeMap::from([("slow".into(), 26.0), ("fast".into(), 12.0)]),
            ),
            market: MarketChoice {
                source: Source::Sample,
                symbols: vec![Symbol::parse("SAMPLE-AUR").unwrap()],
                watched: vec![],
                timeframe: Timeframe::Day1,
                inside: None,
                span: None,
                data: None,
            },
            costs: Costs::plain(Bps::new(5.0).unwrap(), Bps::new(5.0).unwrap()),
            fill: FillPolicy::NextOpen,
            path: PathRule::Pessimistic,
            sizing: Some(Sizing::EqualSlots {
                fraction: Ratio::new(1.0).unwrap(),
            }),
            account: Account::default(),
            risk: Risk::default(),
            cash: Cash::new(1e7).unwrap(),
            seed: 0,
        }
    }

    #[test]
    fn has_one_spelling_that_reads_back() {
        let bytes = spec().canonical_bytes();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(
            text.contains(r#""params":{"fast":12.0,"slow":26.0}"#),
            "{text}"
        );
        assert_eq!(RunSpec::parse(&bytes).unwrap(), spec());
        let spaced = serde_json::to_vec_pretty(&spec()).unwrap();
        assert_eq!(RunSpec::parse(&spaced).unwrap().hash(), spec().hash());
    }

    #[test]
    fn any_field_changes_the_hash() {
        let mut other = spec();
        other.costs.fee = Bps::new(6.0).unwrap();
        assert_ne!(other.hash(), spec().hash());
    }

    #[test]
    fn says_which_field_is_wrong() {
        let refuse = |change: fn(&mut serde_json::Value), words: &str| {
            let mut json = serde_json::to_value(spec()).unwrap();
            change(&mut json);
            let error = RunSpec::parse(json.to_string().as_bytes())
                .unwrap_err()
                .to_string();
            assert!(error.contains(words), "{error}");
        };
        refuse(|json| json["cash"] = 0.into(), "cash: 0 is not allowed");
        refuse(
            |json| json["costs"]["fee"] = (-1).into(),
            "Bps: -1 is not allowed",
        );
        refuse(|json| json["extra"] = 1.into(), "unknown field `extra`");
        refuse(|json| json["version"] = 1.into(), "version: 1");
        refuse(|json| json["engine"] = 99.into(), "engine: 99");
        refuse(
            |json| json["market"]["symbols"] = serde_json::json!([]),
            "market.symbols: 0",
        );
        refuse(
            |json| json["market"]["symbols"] = serde_json::json!(["A-B", "A-B"]),
            "market.symbols: A-B is not allowed, it must be named once",
        );
        refuse(
            |json| json["market"]["span"] = serde_json::json!({"start": 5, "end": 5}),
            "market.span",
        );
        refuse(
            |json| json["sizing"]["equal_slots"]["fraction"] = 1.5.into(),
            "sizing.equal_slots.fraction: 1.5",
        );
    }
}
