//! What to trade, as data: a strategy is a definition with typed parameters and a plan made from them.
//!
//! A file in `library/` is a whole strategy; `build.rs` registers it. Nothing here knows how a plan is simulated.
//!
//! Conditions compose: lists of them for the entry and the exit are a strategy of one's own in a few lines.
//!
//! ```
//! use domain::plan::{close, indicator};
//! use strategies::{Cond, EntryOrder, Plan, check};
//!
//! let oversold = close().rsi(14).below(30.0);
//! let turning = indicator("macd").above(indicator("macd").output("signal"));
//! let entry = [oversold.within(5), turning.clone()];
//! let exit = [close().rsi(14).above(70.0), turning.negated()];
//! let plan = Plan::long(Cond::All(entry.into()), EntryOrder::Market)
//!     .exit_when(Cond::Any(exit.into()))
//!     .stop_loss(2.0);
//! assert_eq!(check(&plan), Ok(()));
//! ```

pub mod causality;
pub mod check;
pub mod defaults;
pub mod needs;
pub mod params;
pub mod program;
pub mod stream;
pub mod warm_up;
pub mod words;

/// The strategies that ship, one file each.
pub mod library {
    include!(concat!(env!("OUT_DIR"), "/library.rs"));
}

pub use check::{PlanError, check, parse};
pub use domain::plan::{Cond, Distance, EntryOrder, Exit, Node, Plan};
pub use domain::{Param, ParamError, ParamKind, Params, Unit};
pub use library::ALL;
pub use needs::Needs;
pub use program::{Program, Setting};
pub use stream::{HeldFacts, Stream};

use domain::nearest::nearest;
use domain::{FillPolicy, LibraryChoice, StrategyChoice, Text};

/// One strategy: everything a form, a link, a document, a sweep and a run need to know.
pub struct Strategy {
    /// Name in specs, links and commands; equal to the file's name.
    pub id: &'static str,
    /// Name for people.
    pub name: Text,
    /// The rule, in a sentence or two.
    pub about: Text,
    /// Its parameters.
    pub params: &'static [Param],
    /// The fill policy the rule needs to mean what it says.
    pub fill: FillPolicy,
    /// What it can't do without.
    pub needs: Needs,
    /// The plan for checked values.
    pub plan: fn(&Params) -> Result<Plan, ParamError>,
}

/// Why a choice of strategy is no plan.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ChoiceError {
    /// The library doesn't have it.
    #[error("strategy.library.id: there is no {id:?}, {known}")]
    Unknown {
        /// What was asked for.
        id: String,
        /// What was meant, or what there is.
        known: String,
    },
    /// A parameter is wrong.
    #[error("strategy.library.params.{0}")]
    Param(#[from] ParamError),
    /// The plan is wrong.
    #[error("strategy.plan: {0}")]
    Plan(#[from] PlanError),
}

/// The strategy with this id.
pub fn find(id: &str) -> Option<&'static Strategy> {
    ALL.iter().copied().find(|strategy| strategy.id == id)
}

/// The plan of a choice, checked from the id down to the last node.
pub fn plan_of(choice: &StrategyChoice) -> Result<Plan, ChoiceError> {
    let plan = match choice {
        StrategyChoice::Library(choice) => plan_of_library(choice)?,
        StrategyChoice::Plan(plan) => (**plan).clone(),
    };
    check(&plan)?;
    Ok(plan)
}

fn plan_of_library(choice: &LibraryChoice) -> Result<Plan, ChoiceError> {
    let Some(strategy) = find(&choice.id) else {
        let known: Vec<&str> = ALL.iter().map(|strategy| strategy.id).collect();
        return Err(ChoiceError::Unknown {
            id: choice.id.clone(),
            known: match nearest(&choice.id, known.iter().copied()) {
                Some(meant) => format!("did you mean {meant}?"),
                None => format!("there are {}", known.join(", ")),
            },
        });
    };
    let params = Params::check(strategy.params, &choice.params)?;
    Ok((strategy.plan)(&params)?)
}

#[cfg(test)]
pub(crate) mod by_hand;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_file_of_the_library_is_registered_under_its_name() {
        let ids: Vec<&str> = ALL.iter().map(|strategy| strategy.id).collect();
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/library")).unwrap();
        let mut names: Vec<String> = files
            .map(|file| {
                file.unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        names.sort();
        assert_eq!(ids, names);
    }

    #[test]
    fn every_strategy_makes_a_sound_plan_from_its_defaults() {
        for strategy in ALL {
            let choice = StrategyChoice::library(strategy.id, BTreeMap::new());
            assert!(plan_of(&choice).is_ok(), "{}", strategy.id);
            for param in strategy.params {
                assert!(
                    param.check(param.default()).is_ok(),
                    "{}.{}",
                    strategy.id,
                    param.id
                );
                assert!(!param.help.en.is_empty() && !param.help.ko.is_empty());
            }
        }
    }

    #[test]
    fn every_default_plan_compiles_for_any_market_of_the_sample() {
        let names = ["A", "B", "C"].map(|name| domain::Symbol::parse(name).unwrap());
        for strategy in ALL {
            let choice = StrategyChoice::library(strategy.id, BTreeMap::new());
            let plan = plan_of(&choice).unwrap();
            for timeframe in domain::sample::TIMEFRAMES {
                for symbols in [&names[..1], &names[..]] {
                    let setting = Setting {
                        timeframe,
                        symbols,
                        watched: &[],
                        sizing: plan.sizing.unwrap_or(domain::Sizing::whole_slot()),
                        slippage: domain::Slippage::default(),
                    };
                    let program = Program::new(&plan, setting);
                    assert!(program.is_ok(), "{} {timeframe}", strategy.id);
                }
            }
        }
    }

    #[test]
    fn a_stop_is_always_in_percent_and_no_name_stands_twice() {
        for strategy in ALL {
            let mut ids: Vec<&str> = strategy.params.iter().map(|param| param.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), strategy.params.len(), "{}", strategy.id);
            let stop = strategy.params.iter().find(|param| param.id == "stop");
            assert!(
                stop.is_none_or(|stop| stop.unit == Unit::Percent && stop.check(3.0).is_ok()),
                "{}",
                strategy.id
            );
        }
    }

    #[test]
    fn an_error_names_the_path() {
        let message = |id: &str, name: &str, value: f64| {
            let params = BTreeMap::from([(name.to_owned(), value)]);
            plan_of(&StrategyChoice::library(id, params))
                .unwrap_err()
                .to_string()
        };
        let known: Vec<&str> = ALL.iter().map(|strategy| strategy.id).collect();
        let known = format!("there are {}", known.join(", "));
        assert!(message("ema", "fast", 1.0).contains(&known));
        assert!(
            message("ema_cross", "fast", 1.0)
                .starts_with("strategy.library.params.fast: 1 is out of")
        );
        assert_eq!(
            message("ema_cross", "fast", 90.0),
            "strategy.library.params.fast: 90 is not allowed, it must be below slow"
        );
    }
}
