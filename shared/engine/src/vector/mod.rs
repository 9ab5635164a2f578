//! The vectorised engine: plans as shared columns, conditions as bits, and walks that stop only where something can happen.

pub mod account;
mod alone;
pub mod bits;
pub mod causal;
pub mod columns;
pub mod compare;
mod extremes;
pub mod path;
mod prefix;
pub mod run;
pub mod signals;
pub mod sweep;
pub mod truth;

pub use account::{Account, Course, HighWater, Sums, walk};
pub use bits::Bits;
pub use columns::{Column, NeedsPosition, Sheet};
pub use path::{PathError, PricePath};
pub use run::{Outcome, Route, run};
pub use sweep::{Sweep, Swept};
pub use truth::Truth;
