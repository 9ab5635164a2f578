//! `RunSpec`: the whole question, as a versioned value with one canonical spelling and one hash.

use crate::digest::Digest;
use crate::instrument::Symbol;
use crate::num::{Bps, Cash, Ratio};
use crate::text::Text;
use crate::time::{Span, Timeframe};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Format of the spec itself; an older reader refuses a newer spec.
pub const SPEC_VERSION: u32 = 1;

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
    /// How a resting entry fills.
    pub fill: FillPolicy,
    /// How much is bought.
    pub sizing: Sizing,
    /// Cash at the start.
    pub cash: Cash,
    /// Seed of everything random in the run; a plain backtest uses none.
    pub seed: u64,
}

/// A strategy and its parameters by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrategyChoice {
    /// Id in the library.
    pub id: String,
    /// Values by parameter id; sorted, so that there is one spelling. A switch is 0 or 1.
    pub params: BTreeMap<String, f64>,
}

/// Which bars a run reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketChoice {
    /// Where the bars come from.
    pub source: Source,
    /// Symbols that share one cash account.
    pub symbols: Vec<Symbol>,
    /// Length of a bar.
    pub timeframe: Timeframe,
    /// Bars that open inside; `None` is all there is.
    pub span: Option<Span>,
}

/// Where bars come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The generated market.
    Sample,
}

/// What each side of a trade costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Costs {
    /// Fee on the notional.
    pub fee: Bps,
    /// Price moved against us.
    pub slippage: Bps,
}

/// How a resting entry order (a level known at the open) fills. Market orders fill at the next open under both,
/// protective stops rest at the venue and fill at their level, or at the open when the open is through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FillPolicy {
    /// The level must be reached in bar t; the order then fills at the open of the next existing bar.
    #[default]
    NextOpen,
    /// Fills inside the bar: at the level, or at the open when the open is already through it.
    Touch,
}

impl FillPolicy {
    /// Every policy.
    pub const ALL: [FillPolicy; 2] = [FillPolicy::NextOpen, FillPolicy::Touch];

    /// The id used in specs and links.
    pub const fn id(self) -> &'static str {
        match self {
            FillPolicy::NextOpen => "next_open",
            FillPolicy::Touch => "touch",
        }
    }

    /// Finds a policy by id.
    pub fn find(id: &str) -> Option<FillPolicy> {
        FillPolicy::ALL.into_iter().find(|policy| policy.id() == id)
    }

    /// A short name.
    pub const fn name(self) -> Text {
        match self {
            FillPolicy::NextOpen => Text::new("Next open", "다음 시가"),
            FillPolicy::Touch => Text::new("Touch", "터치"),
        }
    }

    /// The rule in words, as the report prints it.
    pub const fn rule(self) -> Text {
        match self {
            FillPolicy::NextOpen => Text::new(
                "A signal on the close of a bar fills at the open of the next existing bar. An entry level counts as a signal once a bar has reached it.",
                "봉의 종가에서 나온 신호는 다음 봉의 시가에 체결됩니다. 진입 가격은 봉이 닿은 뒤에야 신호로 칩니다.",
            ),
            FillPolicy::Touch => Text::new(
                "A level known at the open fills at the level when the bar trades there, and at the open when the open is already through it. Market orders fill at the next open.",
                "시가에 알 수 있는 가격에 봉이 닿으면 그 가격에, 시가가 이미 지나쳤으면 시가에 체결됩니다. 시장가 주문은 다음 시가에 체결됩니다.",
            ),
        }
    }
}

/// How much of the account an entry uses.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Sizing {
    /// Equity is split into as many equal slots as there are symbols; an entry uses this share of its slot.
    EqualSlots {
        /// Share of the slot, above 0 and up to 1.
        fraction: Ratio,
    },
}

/// Why a spec was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SpecError {
    /// Not JSON, or not of this shape; the message names line, column and field.
    #[error("run spec: {0}")]
    Shape(String),
    /// Written by a newer version.
    #[error("version: {got} was written by a newer Backcast, this one reads up to {SPEC_VERSION}")]
    Version {
        /// The version found.
        got: u32,
    },
    /// Made for another engine: the numbers could differ.
    #[error("engine: {got} is another engine than {here}, its result can't be compared")]
    Engine {
        /// The engine asked for.
        got: u32,
        /// The engine here.
        here: u32,
    },
    /// A field holds a value that makes no sense.
    #[error("{field}: {got} is not allowed, it must be {allowed}")]
    Field {
        /// Path of the field.
        field: &'static str,
        /// The value found.
        got: String,
        /// What would be right.
        allowed: &'static str,
    },
}

impl RunSpec {
    /// Reads and checks a spec; the door for links, files and messages.
    pub fn parse(json: &[u8]) -> Result<RunSpec, SpecError> {
        let spec: RunSpec =
            serde_json::from_slice(json).map_err(|error| SpecError::Shape(error.to_string()))?;
        spec.check()?;
        Ok(spec)
    }

    /// What no single field can check on its own.
    pub fn check(&self) -> Result<(), SpecError> {
        let refuse = |field, got: String, allowed| {
            Err(SpecError::Field {
                field,
                got,
                allowed,
            })
        };
        if self.version == 0 || self.version > SPEC_VERSION {
            return Err(SpecError::Version { got: self.version });
        }
        if self.engine != crate::ENGINE_VERSION {
            return Err(SpecError::Engine {
                got: self.engine,
                here: crate::ENGINE_VERSION,
            });
        }
        if self.cash <= Cash::ZERO {
            return refuse("cash", self.cash.get().to_string(), "above 0");
        }
        let symbols = &self.market.symbols;
        if symbols.is_empty() || symbols.len() > 64 {
            return refuse(
                "market.symbols",
                symbols.len().to_string(),
                "1 to 64 symbols",
            );
        }
        for (index, symbol) in symbols.iter().enumerate() {
            if symbols[..index].contains(symbol) {
                return refuse("market.symbols", symbol.to_string(), "named once");
            }
        }
        if let Some(span) = self.market.span
            && span.start >= span.end
        {
            let got = format!("{} to {}", span.start, span.end);
            return refuse("market.span", got, "a start before its end");
        }
        let Sizing::EqualSlots { fraction } = self.sizing;
        if !(fraction.get() > 0.0 && fraction.get() <= 1.0) {
            let got = fraction.get().to_string();
            return refuse("sizing.equal_slots.fraction", got, "above 0 and up to 1");
        }
        Ok(())
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

    pub(crate) fn spec() -> RunSpec {
        RunSpec {
            version: SPEC_VERSION,
            engine: crate::ENGINE_VERSION,
            strategy: StrategyChoice {
                id: "ema_cross".into(),
                params: BTreeMap::from([("slow".into(), 26.0), ("fast".into(), 12.0)]),
            },
            market: MarketChoice {
                source: Source::Sample,
                symbols: vec![Symbol::parse("SAMPLE-AUR").unwrap()],
                timeframe: Timeframe::Day1,
                span: None,
            },
            costs: Costs {
                fee: Bps::new(5.0).unwrap(),
                slippage: Bps::new(5.0).unwrap(),
            },
            fill: FillPolicy::NextOpen,
            sizing: Sizing::EqualSlots {
                fraction: Ratio::new(1.0).unwrap(),
            },
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
        refuse(|json| json["version"] = 2.into(), "version: 2");
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
