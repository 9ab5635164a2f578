//! What would have happened: the event-driven engine and the rules it shares with every other way to run a plan.

mod curve;
pub mod event_driven;
pub mod fill;
pub mod ledger;
pub mod sizing;
pub mod vector;

pub use event_driven::{Event, RunError, run, run_observed, run_plan};
pub use ledger::{Ledger, Position};
