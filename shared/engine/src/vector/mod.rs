//! The floor of the vectorised engine: truth as bits, and what a holding does to an account, on plain slices.

pub mod account;
pub mod bits;
pub mod compare;
mod extremes;
mod pair;
pub mod path;
mod prefix;
pub mod truth;

pub use account::{Account, HighWater, Sums, walk};
pub use bits::Bits;
pub use path::{PathError, PricePath};
pub use truth::Truth;
