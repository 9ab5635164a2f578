//! Simulated exchanges on a simulated clock: they know the truth, keep a limit, and go wrong as often as a test asks for.

mod drive;
mod exchange;
mod market;
mod wire;

pub use drive::{Download, Outcome, drive};
pub use exchange::{Faults, SimExchange};
pub use market::{Shape, market};
