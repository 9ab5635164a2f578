//! Market structure as chart readers see it: swings, gaps, pools, sweeps, breaks and order blocks, each an event with
//! the bar it is about (`at`) and the bar whose close made it known (`confirmed_at`).
//!
//! An event never changes once it is told. What happens to it later (a gap fills, a pool is taken) is an event of its
//! own. Rows count from 0 over the bars a detector was given.

mod block;
mod breaks;
mod events;
mod gap;
mod period;
mod period_pools;
mod pool;
mod pools;
mod price_zone;
mod sweep;
mod swing;
mod watch;

pub use crate::blocks::{Candle, Direction};
pub use block::Blocks;
pub use breaks::{Break, BreakKind, Breaks};
pub use events::{Event, Settings, WATCHED_ZONES, events};
pub use gap::Gaps;
pub use period::{Extremes, Periods};
pub use pool::{Pool, PoolEnd, PoolEnding, PoolKind, Raid};
pub use pools::{PoolSettings, Pools};
pub use price_zone::{ActiveZone, PriceZone, PriceZones, ZoneEnd, ZoneRule};
pub use sweep::{Quality, Sweep, SweepSettings, Sweeps};
pub use swing::{Swing, SwingKind, Swings};
pub use watch::{ASIA, LONDON, NEW_YORK, Watch, moment};
