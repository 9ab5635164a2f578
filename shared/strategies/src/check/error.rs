//! Why a plan is refused: each reason names the path where it stands and what would be right.

use domain::{Symbol, Timeframe};

/// Why a plan was refused; the path says where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// Not JSON, or not of the shape of a plan.
    #[error("{path}: {message}")]
    Shape {
        /// Where.
        path: String,
        /// What the reader said.
        message: String,
    },
    /// A number is too small.
    #[error("{path}: {got} is below {least}")]
    Below {
        /// Where.
        path: String,
        /// The value given.
        got: f64,
        /// The smallest one allowed.
        least: f64,
    },
    /// A number is too large.
    #[error("{path}: {got} is above {most}")]
    Above {
        /// Where.
        path: String,
        /// The value given.
        got: f64,
        /// The largest one allowed.
        most: f64,
    },
    /// A number makes no sense.
    #[error("{path}: {got} is not allowed, it must be {allowed}")]
    Number {
        /// Where.
        path: String,
        /// The value given.
        got: f64,
        /// What would be right.
        allowed: &'static str,
    },
    /// No such indicator, parameter or output.
    #[error("{path}: there is no {what} {got:?}, {known}")]
    Unknown {
        /// Where.
        path: String,
        /// What was looked for.
        what: &'static str,
        /// The name given.
        got: String,
        /// The name that was meant, or the names there are.
        known: String,
    },
    /// An indicator got a wrong number of inputs.
    #[error("{path}: {id} takes {takes} inputs or none, not {got}")]
    Inputs {
        /// Where.
        path: String,
        /// Which indicator.
        id: String,
        /// How many it takes.
        takes: usize,
        /// How many it got.
        got: usize,
    },
    /// Something stands where it isn't known or makes no sense.
    #[error("{path}: {what}")]
    Misplaced {
        /// Where.
        path: String,
        /// Why not here, and what would be right.
        what: &'static str,
    },
    /// A longer timeframe that isn't longer.
    #[error("{path}: {asked} bars can't be made of {given} bars, they must be longer")]
    Timeframe {
        /// Where.
        path: String,
        /// What was asked for.
        asked: Timeframe,
        /// What the run has.
        given: Timeframe,
    },
    /// A symbol that isn't in the run.
    #[error("{path}: {symbol} is not in the run, name it among the symbols or the watched ones")]
    Symbol {
        /// Where.
        path: String,
        /// Which one.
        symbol: Symbol,
    },
}
