//! `RunSpec`: the whole question, as a versioned value with one canonical spelling and one hash.

mod account;
mod costs;
mod fill;
mod words;

pub use account::{Account, Risk, Sizing};
pub use costs::{Costs, Slippage};
pub use fill::{FillPolicy, PathRule};

use crate::digest::Digest;
use crate::instrument::{Symbol, Venue};
use crate::num::{Cash, Ratio};
use crate::plan::Plan;
use crate::time::{Span, Timeframe};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// What decides to trade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrategyChoice {
    /// A strategy of the library.
    Library(LibraryChoice),
    /// A plan of one's own.
    Plan(Box<Plan>),
}

/// A strategy of the library and its parameters by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryChoice {
    /// Id in the library.
    pub id: String,
    /// Values by parameter id; sorted, so that there is one spelling. A switch is 0 or 1.
    pub params: BTreeMap<String, f64>,
}

impl StrategyChoice {
    /// A strategy of the library.
    pub fn library(id: &str, params: BTreeMap<String, f64>) -> StrategyChoice {
        StrategyChoice::Library(LibraryChoice {
            id: id.to_owned(),
            params,
        })
    }

    /// The id in the library; `None` for a plan of one's own.
    pub fn id(&self) -> Option<&str> {
        match self {
            StrategyChoice::Library(choice) => Some(&choice.id),
            StrategyChoice::Plan(_) => None,
        }
    }

    /// The value of a parameter of the library's strategy.
    pub fn param(&self, id: &str) -> Option<f64> {
        match self {
            StrategyChoice::Library(choice) => choice.params.get(id).copied(),
            StrategyChoice::Plan(_) => None,
        }
    }

    /// Sets a parameter; a plan of one's own has none.
    pub fn set(&mut self, id: &str, value: f64) {
        if let StrategyChoice::Library(choice) = self {
            choice.params.insert(id.to_owned(), value);
        }
    }
}

/// Which bars a run reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketChoice {
    /// Where the bars come from.
    pub source: Source,
    /// Symbols that share one cash account.
    pub symbols: Vec<Symbol>,
    /// Symbols a plan may look at and never trades.
    #[serde(default)]
    pub watched: Vec<Symbol>,
    /// Length of a bar.
    pub timeframe: Timeframe,
    /// Length of the bars that replay the inside of a bar.
    #[serde(default)]
    pub inside: Option<Timeframe>,
    /// Bars that open inside; `None` is all there is.
    #[serde(default)]
    pub span: Option<Span>,
    /// The data the result belongs to; other data are refused.
    #[serde(default)]
    pub data: Option<Digest>,
}

/// Where bars come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The generated market.
    Sample,
    /// Bars handed over beside the question, traded by the rules of this venue.
    Given(Venue),
}

/// Why a spec was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SpecError {
    /// Not JSON, or not of this shape; the message names line, column and field.
    #[error("run spec: {0}")]
    Shape(String),
    /// Written by another version.
    #[error("version: {got} is another spelling, this Backcast reads version {SPEC_VERSION}")]
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
        if self.version != SPEC_VERSION {
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
        self.check_market()?;
        self.check_sizes()?;
        self.check_costs()
    }

    fn check_market(&self) -> Result<(), SpecError> {
        let MarketChoice {
            symbols,
            watched,
            timeframe,
            inside,
            span,
            ..
        } = &self.market;
        if symbols.is_empty() || symbols.len() + watched.len() > MOST_SYMBOLS {
            let got = (symbols.len() + watched.len()).to_string();
            return refuse("market.symbols", got, "1 to 64 symbols");
        }
        let all: Vec<&Symbol> = symbols.iter().chain(watched).collect();
        for (index, symbol) in all.iter().enumerate() {
            if all[..index].contains(symbol) {
                return refuse("market.symbols", symbol.to_string(), "named once");
            }
        }
        if let Some(span) = span
            && span.start >= span.end
        {
            let got = format!("{} to {}", span.start, span.end);
            return refuse("market.span", got, "a start before its end");
        }
        match inside {
            Some(inside) if inside >= timeframe => {
                let got = inside.to_string();
                refuse("market.inside", got, "shorter than market.timeframe")
            }
            None if self.fill == FillPolicy::Intrabar => refuse(
                "market.inside",
                "null".to_owned(),
                "a shorter timeframe when fill is intrabar",
            ),
            _ => Ok(()),
        }
    }

    fn check_sizes(&self) -> Result<(), SpecError> {
        if let Some(sizing) = self.sizing {
            sizing.check()?;
        }
        let Account {
            leverage,
            maintenance,
            most_positions,
            ..
        } = self.account;
        if !(1.0..=125.0).contains(&leverage) {
            return refuse("account.leverage", leverage.to_string(), "1 to 125");
        }
        let maintenance = maintenance.get();
        if !(0.0..1.0 / leverage).contains(&maintenance) {
            let allowed = "0 or more and below 1 / leverage";
            return refuse("account.maintenance", maintenance.to_string(), allowed);
        }
        if most_positions == Some(0) {
            return refuse("account.most_positions", "0".to_owned(), "1 or more");
        }
        let Risk {
            position,
            symbol,
            portfolio,
            day_loss,
            drawdown,
            ..
        } = self.risk;
        let reaches = [
            ("risk.position", position),
            ("risk.symbol", symbol),
            ("risk.portfolio", portfolio),
        ];
        for (field, share) in reaches {
            if share.is_some_and(|share| !(share.get() > 0.0 && share.get() <= 125.0)) {
                let got = share.map_or(0.0, Ratio::get).to_string();
                return refuse(field, got, "above 0 and up to 125");
            }
        }
        for (field, share) in [("risk.day_loss", day_loss), ("risk.drawdown", drawdown)] {
            if share.is_some_and(|share| !(share.get() > 0.0 && share.get() <= 1.0)) {
                let got = share.map_or(0.0, Ratio::get).to_string();
                return refuse(field, got, "above 0 and up to 1");
            }
        }
        Ok(())
    }

    fn check_costs(&self) -> Result<(), SpecError> {
        let Costs {
            fixed_fee,
            slippage,
            funding,
            ..
        } = self.costs;
        if fixed_fee < Cash::ZERO {
            let got = fixed_fee.get().to_string();
            return refuse("costs.fixed_fee", got, "0 or more");
        }
        if !(-0.05..=0.05).contains(&funding.get()) {
            let got = funding.get().to_string();
            return refuse("costs.funding", got, "between -0.05 and 0.05 for 8 hours");
        }
        if let Slippage::Atr { share, period } = slippage {
            if !(0.0..=1.0).contains(&share) {
                return refuse("costs.slippage.atr.share", share.to_string(), "0 to 1");
            }
            if !(1..=5000).contains(&period) {
                let got = period.to_string();
                return refuse("costs.slippage.atr.period", got, "1 to 5000");
            }
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

fn refuse(field: &'static str, got: String, allowed: &'static str) -> Result<(), SpecError> {
    Err(SpecError::Field {
        field,
        got,
        allowed,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::num::Bps;

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
