//! What a compiled plan trades: entries, exits and sizes with places instead of expressions.

use super::Slot;
use domain::plan::{AddSize, Again, Best, Direction, Extreme};
use domain::zones::Zone;

/// Everything a plan asks of an engine.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Ways in, in the order of the plan.
    pub entries: Vec<EntryRule>,
    /// Signals to leave.
    pub signals: Vec<Sided<Slot>>,
    /// The earliest time exits.
    pub after_bars: Vec<Sided<u32>>,
    /// Protective stops; the nearest one counts.
    pub stops: Vec<Sided<Length>>,
    /// Targets.
    pub targets: Vec<Sided<TargetRule>>,
    /// Stops that follow.
    pub trails: Vec<Sided<TrailRule>>,
    /// Stops that move to the entry price: the gain needed, and percent beyond the entry.
    pub break_evens: Vec<Sided<(Length, f64)>>,
    /// Ends of sessions: clock and minute of the day.
    pub session_ends: Vec<Sided<(Zone, u32)>>,
    /// Does an entry against the position close it?
    pub reverse: bool,
    /// Entries on top of a position.
    pub adds: Option<AddRule>,
    /// When a next position may begin.
    pub again: Again,
    /// Who goes first.
    pub rank: Option<RankRule>,
    /// Scales each entry.
    pub weight: Option<Slot>,
    /// Shares of the account to hold.
    pub hold: Option<HoldRule>,
    /// Volatility of simple returns per bar, for sizing.
    pub volatility: Option<Slot>,
    /// Average true range, for slippage.
    pub range: Option<Slot>,
}

impl Rules {
    /// The values that stops and targets hang on.
    pub fn protection_reads(&self) -> Vec<Slot> {
        let stops = self.stops.iter().map(|stop| stop.rule);
        let targets = self.targets.iter().map(|target| target.rule.at);
        let after = self.trails.iter().filter_map(|trail| trail.rule.after);
        let evens = self.break_evens.iter().map(|even| even.rule.0);
        let lengths = stops.chain(targets).chain(after).chain(evens);
        let of_lengths = lengths.filter_map(|length| match length {
            Length::Atr { range: slot, .. } | Length::Price(slot) => Some(slot),
            Length::Percent(_) | Length::R(_) => None,
        });
        let of_trails = self.trails.iter().filter_map(|trail| match trail.rule.by {
            TrailLength::Atr { range: slot, .. } | TrailLength::Price(slot) => Some(slot),
            TrailLength::Percent(_) => None,
        });
        of_lengths.chain(of_trails).collect()
    }

    /// Do all stops of this side that follow hang on nothing but the best price since the entry?
    pub fn follows_best(&self, side: Direction) -> bool {
        let fixed = |length: &Length| matches!(length, Length::Percent(_) | Length::R(_));
        let trails = self.trails.iter().filter(|trail| trail.is_for(side));
        let evens = self.break_evens.iter().filter(|even| even.is_for(side));
        trails.map(|trail| &trail.rule).all(|trail| {
            matches!(trail.by, TrailLength::Percent(_))
                && trail.behind == Extreme::Best
                && trail.after.as_ref().is_none_or(fixed)
        }) && evens.map(|even| &even.rule.0).all(fixed)
    }
}

/// A rule for longs, for shorts or for both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sided<T> {
    /// `None` is both.
    pub side: Option<Direction>,
    /// The rule.
    pub rule: T,
}

impl<T> Sided<T> {
    /// Is it for positions of this side?
    pub fn is_for(&self, side: Direction) -> bool {
        self.side.is_none_or(|only| only == side)
    }
}

/// One way in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EntryRule {
    /// Long or short.
    pub side: Direction,
    /// The condition.
    pub when: Slot,
    /// Is the condition known at the close before, or only at the open?
    pub at_open: bool,
    /// The order.
    pub level: Level,
}

/// The order of an entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// At the market.
    Market,
    /// A stop at this value.
    Stop(Slot),
    /// A limit at this value.
    Limit(Slot),
}

/// A distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    /// Percent of the entry price.
    Percent(f64),
    /// Times an average true range.
    Atr {
        /// Where the range is.
        range: Slot,
        /// How many times.
        times: f64,
    },
    /// A price.
    Price(Slot),
    /// Times what is risked.
    R(f64),
}

/// A target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetRule {
    /// How far.
    pub at: Length,
    /// Share of the position.
    pub share: f64,
}

/// A stop that follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrailRule {
    /// How closely.
    pub by: TrailLength,
    /// Which price.
    pub behind: Extreme,
    /// Only after this gain.
    pub after: Option<Length>,
}

/// How closely a stop follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TrailLength {
    /// Percent of the price it follows.
    Percent(f64),
    /// Times an average true range.
    Atr {
        /// Where the range is.
        range: Slot,
        /// How many times.
        times: f64,
    },
    /// A price.
    Price(Slot),
}

/// Entries on top of a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AddRule {
    /// How many at most.
    pub most: u32,
    /// When.
    pub when: AddTrigger,
    /// Size ÷ size before.
    pub scale: f64,
    /// What sizes count.
    pub size: AddSize,
    /// Are stop and targets set anew from the last price?
    pub from_last: bool,
}

/// When a position grows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AddTrigger {
    /// At a distance in our favour.
    Gain(Length),
    /// At a distance against us.
    Loss(Length),
    /// After a condition held.
    Signal(Slot),
}

/// Who goes first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankRule {
    /// By what.
    pub by: Slot,
    /// Which end is better.
    pub best: Best,
}

/// Shares of the account to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HoldRule {
    /// When they are set right.
    pub when: Slot,
    /// Share of the account.
    pub share: Slot,
    /// Differences left alone.
    pub tolerance: f64,
}
