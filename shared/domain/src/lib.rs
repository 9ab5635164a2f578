//! The words everyone uses: prices, times, bars, orders, the question (`RunSpec`) and the answer (`RunReport`).
//!
//! Nothing here reads a clock, a file or a random source, and nothing of ours is imported.

pub mod annualisation;
pub mod bars;
pub mod column;
pub mod dataset;
pub mod digest;
pub mod hours;
pub mod instrument;
pub mod moment;
pub mod nearest;
pub mod normal;
pub mod num;
pub mod order;
pub mod param;
pub mod plan;
pub mod random;
pub mod report;
pub mod sample;
pub mod spec;
pub mod tally;
pub mod text;
pub mod time;
pub mod zones;

pub use annualisation::Annualisation;
pub use bars::{Bar, Bars, BarsError};
pub use column::Column;
pub use dataset::{Dataset, DatasetError, Series};
pub use digest::Digest;
pub use instrument::{Calendar, Instrument, Lot, Symbol, SymbolError, Venue, VenueFees};
pub use num::{Bps, Cash, NumError, Price, Qty, Ratio};
pub use order::{Approved, Draft, Fill, Order, OrderKind, Purpose, Reason, Refusal, Side};
pub use param::{Param, ParamError, ParamKind, Params, Unit};
pub use plan::Direction;
pub use report::{
    Curve, Execution, MetricValue, RefusalCount, RunRecord, RunReport, Trade, Undefined,
};
pub use spec::{
    Account, Costs, FillPolicy, LibraryChoice, MarketChoice, PathRule, Risk, RunSpec, Sizing,
    Slippage, Source, SpecError, StrategyChoice,
};
pub use tally::{Tally, TradeTally};
pub use text::{Lang, Text};
pub use time::{Span, Timeframe, Ts};

/// Part of every hash: a result is only comparable with results of the same engine.
pub const ENGINE_VERSION: u32 = 5;
