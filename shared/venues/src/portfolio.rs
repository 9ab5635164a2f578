//! Many downloads that share one budget, each served in turn.

use std::collections::BTreeSet;

use domain::{Bars, Ts};

use crate::{
    Backfill, BackfillError, Budget, Fault, Heard, HttpReply, HttpRequest, Step, Stop, Ticket,
    backfill::Ready,
};

/// Which download.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesNo(pub usize);

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// Send this for one of the downloads.
    Send {
        /// Whose request.
        series: SeriesNo,
        /// The request's name.
        ticket: Ticket,
        /// The request.
        request: HttpRequest,
    },
    /// Nothing before this moment, or before a reply comes.
    Wait {
        /// Until when.
        until: Ts,
        /// What stopped everything, if something did.
        why: Option<Stop>,
    },
    /// Nothing before a reply comes.
    Listen,
    /// A download ended with an error; the others go on.
    Failed {
        /// Which.
        series: SeriesNo,
        /// Why.
        error: BackfillError,
    },
    /// Nothing is left to do: every download is done, failed, cancelled or paused.
    Done,
}

/// What a reply brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Brought {
    /// Bars to keep, after all that were given out before; often none.
    Bars {
        /// The bars.
        bars: Box<Bars>,
        /// What went wrong and will be tried again.
        fault: Option<Fault>,
        /// Was it the last of this download?
        done: bool,
    },
    /// The download ended with an error.
    Failed(BackfillError),
    /// Nobody waits for it: the download was cancelled.
    Nothing,
}

/// Many downloads from one exchange.
#[derive(Clone)]
pub struct Portfolio {
    budget: Budget,
    series: Vec<Option<Backfill>>,
    /// Whose turn it is.
    turn: usize,
    flying: BTreeSet<(SeriesNo, Ticket)>,
    at_once: usize,
}

/// Requests under way at once, unless somebody says otherwise.
const AT_ONCE: usize = 64;

impl Portfolio {
    /// No downloads yet.
    pub fn new(budget: Budget) -> Portfolio {
        Portfolio {
            budget,
            series: Vec::new(),
            turn: 0,
            flying: BTreeSet::new(),
            at_once: AT_ONCE,
        }
    }

    /// Most requests under way at once.
    pub fn at_once(mut self, most: usize) -> Portfolio {
        self.at_once = most.max(1);
        self
    }

    /// Adds a download.
    pub fn add(&mut self, series: Backfill) -> SeriesNo {
        self.series.push(Some(series));
        SeriesNo(self.series.len() - 1)
    }

    /// A download, to pause it or to see how far it is; `None` when it has ended with an error or was cancelled.
    pub fn series(&mut self, series: SeriesNo) -> Option<&mut Backfill> {
        self.series.get_mut(series.0)?.as_mut()
    }

    /// Drops a download.
    pub fn cancel(&mut self, series: SeriesNo) {
        if let Some(place) = self.series.get_mut(series.0) {
            *place = None;
        }
        self.flying.retain(|&(whose, _)| whose != series);
    }

    /// The shared budget.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// What to do now.
    pub fn next(&mut self, now: Ts) -> Turn {
        if self.flying.len() >= self.at_once {
            return Turn::Listen;
        }
        let mut earliest: Option<(Ts, Option<Stop>)> = None;
        let mut hold = |until: Ts, why| {
            if earliest.is_none_or(|(known, _)| until < known) {
                earliest = Some((until, why));
            }
        };
        let count = self.series.len();
        for place in (self.turn..count).chain(0..self.turn.min(count)) {
            let Some(Some(series)) = self.series.get_mut(place) else {
                continue;
            };
            match series.ready(now, &mut self.budget) {
                Ok(Ready::Step(Step::Send { ticket, request })) => {
                    self.turn = place + 1;
                    let series = SeriesNo(place);
                    self.flying.insert((series, ticket));
                    return Turn::Send {
                        series,
                        ticket,
                        request,
                    };
                }
                Ok(Ready::Step(Step::Wait { until, why })) => hold(until, why),
                Ok(Ready::Step(Step::Listen | Step::Paused | Step::Done)) => {}
                Ok(Ready::Budget(until, why)) => {
                    // It is empty for everybody; whoever was refused goes first when it no longer is.
                    self.turn = place;
                    hold(until, why);
                    break;
                }
                Err(error) => {
                    let series = SeriesNo(place);
                    self.cancel(series);
                    return Turn::Failed { series, error };
                }
            }
        }
        match earliest {
            Some((until, why)) => Turn::Wait { until, why },
            None if self.flying.is_empty() => Turn::Done,
            None => Turn::Listen,
        }
    }

    /// Takes a reply, or `Err(why)` when nothing came back.
    pub fn heard(
        &mut self,
        series: SeriesNo,
        ticket: Ticket,
        reply: Result<&HttpReply, &str>,
        now: Ts,
        random: f64,
    ) -> Brought {
        self.flying.remove(&(series, ticket));
        let Some(Some(download)) = self.series.get_mut(series.0) else {
            return Brought::Nothing;
        };
        match download.heard(ticket, reply, now, random, &mut self.budget) {
            Ok(Heard { bars, fault }) => Brought::Bars {
                bars: Box::new(bars),
                fault,
                done: download.is_done(),
            },
            Err(error) => {
                self.cancel(series);
                Brought::Failed(error)
            }
        }
    }
}
