//! What would have happened: one set of rules for fills, books, sizes and limits, and the engines that share them.

pub mod audit;
pub mod broker;
mod curve;
pub mod event;
mod feed;
pub mod fill;
pub mod guard;
pub mod ledger;
pub mod risk;
pub mod run;
pub mod signals;
pub mod sizing;
mod span;
pub mod trader;
pub mod vector;

pub use event::{Event, Journal, Observer, replay};
pub use ledger::{Ledger, Position};
pub use run::{RunError, run, run_observed, run_plan};
pub use trader::Trader;
