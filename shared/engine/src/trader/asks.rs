//! What spec and plan ask of every bar: looked up once, so that bars on which nothing of it is asked go by quickly.

use domain::plan::Direction;
use domain::{FillPolicy, RunSpec};
use strategies::program::{AddTrigger, Program, Rules};

/// What has to be done at a close or before an open, for as long as a run goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asks {
    /// Does an expression read the open position?
    pub(super) position: bool,
    /// Can positions grow or be closed by the venue, so that every bar with one has to be opened?
    pub(super) every_bar: bool,
    /// Does the close itself fill orders, by policy or because a session ends?
    pub(super) fills_at_close: bool,
    /// Is a close traded at that its own signals came from?
    pub(super) same_close: bool,
    /// Does holding a position cost something?
    pub(super) holding_costs: bool,
    /// Do stops move?
    pub(super) stops_follow: bool,
    /// Do positions grow after a condition?
    pub(super) adds_on_signal: bool,
    /// Can a loss of the account halt it?
    pub(super) halts: bool,
}

impl Asks {
    pub(super) fn of(spec: &RunSpec, program: &Program) -> Asks {
        let rules = &program.rules;
        let same_close = spec.fill == FillPolicy::SameClose;
        Asks {
            position: program.slots.iter().any(|one| one.held),
            every_bar: spec.account.leverage > 1.0 || rules.adds.is_some(),
            fills_at_close: same_close || !rules.session_ends.is_empty(),
            same_close,
            holding_costs: spec.costs.funding.get() != 0.0 || spec.costs.borrow.ratio() != 0.0,
            stops_follow: !rules.trails.is_empty() || !rules.break_evens.is_empty(),
            adds_on_signal: rules
                .adds
                .is_some_and(|adds| matches!(adds.when, AddTrigger::Signal(_))),
            halts: spec.risk.day_loss.is_some() || spec.risk.drawdown.is_some(),
        }
    }
}

/// Do stops of this side follow the price?
pub(super) fn follow(rules: &Rules, side: Direction) -> bool {
    rules.trails.iter().any(|one| one.is_for(side))
        || rules.break_evens.iter().any(|one| one.is_for(side))
}
